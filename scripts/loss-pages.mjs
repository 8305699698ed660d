// Writes docs/losses/*.md from the loss files: `npm run docs`. A test checks that the pages are up to date.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { allOptions, explain, LOSSES, PRESETS } from "segloss";
import { lossCurve } from "./loss-curve.mjs";

const folder = fileURLToPath(new URL("../docs/losses/", import.meta.url));

/**
 * All pages by file name.
 * @returns {Record<string, string>}
 */
export function lossPages() {
  const pages = LOSSES.flatMap((factory) => {
    const name = kebab(factory.definition.name);
    return [
      [`${name}.md`, lossPage(factory)],
      [`curves/${name}.svg`, lossCurve(factory)],
    ];
  });
  return Object.fromEntries([...pages, ["README.md", indexPage()]]);
}

/**
 * `crossEntropy` as `cross-entropy`.
 * @param {string} name
 */
function kebab(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function indexPage() {
  const rows = LOSSES.map(
    ({ definition: d }) => `| [${d.title}](${kebab(d.name)}.md) | \`${d.name}\` | ${d.summary} |`,
  );
  return [
    "# The losses",
    "",
    "Made from the loss files by `npm run docs`: change the loss file, not these pages.",
    "",
    "| loss | name | what it is |",
    "|---|---|---|",
    ...rows,
    "",
    "Each can stand in a sum, `dice + 0.5*focal(gamma=2)`, and shares its passes over the pixels with the other terms.",
    "Each is printed as source code for PyTorch, JAX, Keras and TensorFlow.js: [take it elsewhere](../take-it-elsewhere.md).",
    'A formula of your own is a loss as well: `"1 - sum(p*y)/(sum(p) + sum(y) - sum(p*y))"`.',
    "",
  ].join("\n");
}

/** @param {import("segloss").LossFactory<never>} factory */
function lossPage(factory) {
  const d = factory.definition;
  return [
    `# ${d.title}`,
    "",
    `\`${d.name}\`: ${d.summary}.`,
    "",
    "## Formula",
    "",
    ...formulas(factory),
    "## Curve",
    "",
    `![${d.title} against the probability of the true class](curves/${kebab(d.name)}.svg)`,
    "",
    "The loss, with its defaults, of a small disc (red, 4 % of the pixels) and a large one (blue, 35 %) whose pixels all have the same",
    "probability of their true class, from all wrong to all right. Where one line is seen, the two are the same.",
    "",
    "## Options",
    "",
    "| option | default | meaning |",
    "|---|---|---|",
    ...Object.entries(allOptions(d)).map(
      ([name, spec]) => `| \`${name}\` | ${shown(spec.default)} | ${optionText(spec)} |`,
    ),
    "",
    "## Special cases",
    "",
    ...d.special.map((line) => `- ${line}`),
    `- a mask without foreground: ${d.emptyMask}`,
    "",
    "## When to use it",
    "",
    d.use,
    "",
    ...(d.seed ? ["## What the seed article says", "", d.seed, ""] : []),
    ...elsewhere(d),
    "## Example",
    "",
    ...example(factory),
    "## Reference",
    "",
    `${d.reference}.`,
    "",
  ].join("\n");
}

/**
 * Who else has the loss and how theirs differs: by what the presets say of themselves, and by what the loss says.
 * @param {import("segloss").LossDefinition} definition
 */
function elsewhere({ name, elsewhere: others = [] }) {
  const word = new RegExp(`(^|[^.\\w])${name}\\b`);
  const presets = PRESETS.flatMap(({ losses }) => Object.values(losses).map(({ definition }) => definition))
    .filter(({ summary }) => word.test(summary))
    .map(({ name: there, summary, note }) => `- \`${there}\`: ${note ? `${summary}; ${note}` : summary}`);
  const rest = others.map((line) => `- ${line}`);
  const head =
    presets.length > 0
      ? ["Each preset is a loss here too, with that library's options and numbers:", ""]
      : [];
  const between = presets.length > 0 && rest.length > 0 ? ["", "And:", ""] : [];
  return ["## In other libraries", "", ...head, ...presets, ...between, ...rest, ""];
}

/** @param {import("segloss").LossFactory<never>} factory */
function formulas(factory) {
  const loss = factory();
  const binary = explain(loss, { channels: 1 });
  const softmax = explain(loss, { channels: 3 });
  const both = binary.formula !== softmax.formula;
  return [
    ...formulaBlock(
      both
        ? "One channel, or independent channels (sigmoid):"
        : "For one channel; with several, per class c:",
      binary,
    ),
    ...(both ? formulaBlock("Classes that exclude each other (softmax):", softmax) : []),
    ...legend(factory.definition),
    "Gradient with respect to the logits, as compiled with the defaults for one channel:",
    "",
    "```text",
    `dz = ${binary.gradient.text}`,
    "```",
    "",
    `\`segloss explain ${factory.definition.name}\` shows the derivation; with \`--as pytorch\`, \`jax\`, \`keras\` or \`tfjs\` it prints`,
    "[source code](../take-it-elsewhere.md) of the loss for that library.",
    "",
  ];
}

/**
 * @param {string} title
 * @param {import("segloss").Explanation} explanation
 */
function formulaBlock(title, { formula, latex }) {
  return [title, "", "$$", latex, "$$", "", "```text", formula, "```", ""];
}

/** @param {import("segloss").LossDefinition} definition */
function legend({ legend: letters }) {
  const lines = Object.entries(letters).map(([name, meaning]) => `- \`${name}\`: ${meaning}`);
  return [
    "`p` is the probability, `y` the target, `z` the logit; sums run over the pixels of a region, an image or the batch.",
    "",
    ...lines,
    "",
  ];
}

/** @param {import("segloss").OptionSpec} spec */
function optionText({ doc, choices, min, max }) {
  const words = choices ? ` (${choices.map((c) => `\`${c}\``).join(", ")})` : "";
  const range = min === undefined ? "" : max === undefined ? `, at least ${min}` : `, ${min} to ${max}`;
  return `${doc}${words}${range}`;
}

/** @param {unknown} value */
function shown(value) {
  return value === null ? "not set" : `\`${JSON.stringify(value)}\``;
}

/** @param {import("segloss").LossFactory<never>} factory */
function example({ definition: d }) {
  const options = d.example.options
    ? JSON.stringify(d.example.options)
        .replace(/"(\w+)":/g, " $1: ")
        .replace(/}$/, " }")
    : "";
  const { shape, logits, targets, value } = d.example;
  return [
    "```js",
    `import { evaluate, ${d.name} } from "segloss";`,
    "",
    `const { value, gradient } = evaluate(${d.name}(${options}), {`,
    `  logits: Float32Array.of(${logits.join(", ")}),`,
    `  targets: Uint8Array.of(${targets.join(", ")}),`,
    `  shape: [${shape.join(", ")}], // batch, width, channels`,
    "});",
    `console.log(value.toFixed(6)); // ${value.toFixed(6)}`,
    "```",
    "",
  ];
}

function writePages() {
  mkdirSync(`${folder}curves`, { recursive: true });
  for (const [name, text] of Object.entries(lossPages())) {
    writeFileSync(`${folder}${name}.new`, text);
    renameSync(`${folder}${name}.new`, `${folder}${name}`);
  }
}

/**
 * The page as it stands in the repository.
 * @param {string} name
 */
export function writtenPage(name) {
  return readFileSync(`${folder}${name}`, "utf8");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writePages();
  console.log(`${Object.keys(lossPages()).length} pages and curves in docs/losses`);
}
