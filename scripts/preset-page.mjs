// Writes docs/coming-from.md from the presets: `npm run docs`. A test checks that the page is up to date.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PRESETS } from "segloss";
import { differences, peerCases } from "./peer-tables.mjs";

const file = fileURLToPath(new URL("../docs/coming-from.md", import.meta.url));

const INTRO = `# Coming from MONAI, SMP, Keras and others

Made from the files in \`packages/segloss/src/presets\` by \`npm run docs\`: change those, not this page.

Write the loss under its library's own name with its own options, and you get that library's number, from every engine:

\`\`\`js
import { evaluate, monai } from "segloss";

const { value, gradient } = evaluate(monai.DiceLoss({ softmax: true, batch: true }), { logits, targets, shape });
\`\`\`

\`\`\`sh
npx segloss eval "monai.DiceLoss(to_onehot_y=true, softmax=true, batch=true)" --logits z.npy --targets y.npy
\`\`\`

- A preset brings its link: sigmoid, softmax, or none where the library takes probabilities. Another link is an error.
- \`True\`, \`False\` and \`None\` may be written as in Python. Tuples are lists: \`axis=[1, 2]\`.
- Targets are class indices or one-hot, as you have them. Ignored labels and masks come with the data, not with the loss.
- The value is the one number that one would train on: the mean. Options that give several numbers are refused.
- Where a library is known to be wrong you get the right value; \`defects=true\` gives the library's.
- An unknown or unsupported option is an error that names it and says what to do.

The values of each library, with gradients, are in \`packages/segloss/test/golden\`, with the version that gave them.
`;

/** The page as the presets say it. */
export function presetPage() {
  return [INTRO, ...PRESETS.map(librarySection), peerCases(), differences()].join("\n");
}

/** The page as it stands in the repository. */
export function writtenPresetPage() {
  return readFileSync(file, "utf8");
}

/** @param {import("segloss").PresetLibrary} library */
function librarySection({ name, title, version, losses }) {
  const rows = Object.values(losses).map(({ definition: d }) => {
    const notes = [d.note, d.defects && `\`defects=true\`: ${d.defects}`, refusedText(d), effectText(d)];
    return `| \`${d.name}\` | ${d.summary} | ${optionsText(d)} | ${notes.filter(Boolean).join(". ")} |`;
  });
  return [
    `## ${title}: \`${name}\``,
    "",
    `Compared with ${version}.`,
    "",
    "| there | here | options and defaults | differences |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

/** @param {import("segloss").PresetDefinition} definition */
function optionsText({ options }) {
  return Object.entries(options)
    .filter(([name]) => name !== "defects")
    .map(([name, { default: value, none }]) => {
      const meaning = none === undefined ? "" : ` (None: ${none})`;
      return `\`${name}=${value === null ? "None" : JSON.stringify(value)}\`${meaning}`;
    })
    .join(", ");
}

/** @param {import("segloss").PresetDefinition} definition */
function refusedText({ refused = {} }) {
  const names = Object.entries(refused).map(([name, { why, harmless }]) => {
    const values = harmless.map(pythonic).join(" or ");
    return `\`${name}\` other than ${values} (${why})`;
  });
  return names.length === 0 ? "" : `refused: ${names.join(", ")}`;
}

/** @param {import("segloss").PresetDefinition} definition */
function effectText({ withoutEffect = {} }) {
  const names = Object.entries(withoutEffect).map(([name, what]) => `\`${name}\` (${what})`);
  return names.length === 0 ? "" : `without effect: ${names.join(", ")}`;
}

/** A value as Python writes it. */
function pythonic(/** @type {unknown} */ value) {
  if (value === null) return "None";
  return value === true ? "True" : value === false ? "False" : JSON.stringify(value);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(`${file}.new`, presetPage());
  renameSync(`${file}.new`, file);
  console.log(`${PRESETS.length} libraries in docs/coming-from.md`);
}
