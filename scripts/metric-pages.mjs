// Writes docs/metrics/*.md from the metric files: `npm run docs`. A test checks that the pages are up to date.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { formulaLatex, parseFormula } from "segloss";
import { METRIC_KINDS, normalizedExpectedCost } from "segloss/metrics";

const folder = fileURLToPath(new URL("../docs/metrics/", import.meta.url));

/** @typedef {import("segloss/metrics").MetricDescription} Description */

const COUNTS = [
  "`tp`, `fp`, `fn` and `tn` are the pixels of a class that are predicted and true, predicted only, true only, neither.",
];
const MATRIX = [
  "`t` and `p` are the true and predicted pixels of each class, `n` all pixels, `tp` those of a class that are right.",
];
const SURFACE = [
  "`P` and `T` are the surfaces of prediction and truth, `d` the distance from a point to the nearest of a surface.",
];
const MASK = ["`P` and `T` are the masks of prediction and truth, of one class."];
const PROBABILITY = [
  "`p` is the predicted probability, `y` the truth as 0 or 1 per class, `N` the number of pixels.",
];

/**
 * What the pages say of each kind: what its letters mean, what holds for all of it, how it is called.
 * @typedef {{ letters: string[], conventions: string[], call(metric: Description): string }} Text
 * @type {Record<string, Text>}
 */
const TEXTS = {
  "one class against the rest": {
    letters: COUNTS,
    conventions: [
      'a class in neither mask scores what `empty` says: the best value (`"perfect"`, the default), the worst, or nothing (`"skip"`, the default of `segloss score`)',
      "0/0 of a class that is in one of the masks: the best value without an error, else the worst",
      'several classes: their mean (the default), the mean of those in the truth (`"present"`), or their counts added up (`"pooled"`)',
      'several images: counted together (`"dataset"`, the default), averaged (`"image"`), or averaged per class first (`"image-class"`)',
      "ignored pixels are in no count",
    ],
    call: ({ name }) =>
      `score(${name}, confusionMatrix(predicted, truth, { classes: 3 }), { classes: [1, 2] }).value`,
  },
  "all classes at once": {
    letters: MATRIX,
    conventions: [
      "0/0, one class alone in both masks: the best value if every pixel is right, else the worst",
      "several images: their matrices are added; no pixels: no value",
      "ignored pixels are in no count",
    ],
    call: ({ name }) => `scoreMatrix(${name}, confusionMatrix(predicted, truth, { classes: 3 }))`,
  },
  surfaces: {
    letters: SURFACE,
    conventions: [
      'points are edge pixels (`surface: "pixels"`, the default: the mask less its erosion across faces, the edge of the image counting as outside) or elements of the contour weighted by length or area (`"elements"`)',
      "one mask empty: shares are 0, distances the `penalty`: the image's diagonal (the default), Infinity, or a number",
      'both empty: what `empty` says, the best value by default, nothing (`"skip"`) in `segloss score`',
      'distances are in units of the spacing, Euclidean unless `distance` says `"chessboard"` or `"taxicab"`, in `segloss score` as `distance=taxicab`',
      "edges are between known pixels: an ignored one is in neither mask and outside of neither, so that no edge runs along it; a cell of a contour with ignored pixels is what the known ones nearest to them make it",
      "every pixel ignored, or all edges of a mask that has pixels: no value",
      "of a data set: the mean of its images",
    ],
    call: ({ name }) =>
      `scoreSurface(${name}, surfaceDistances(predicted, truth, [512, 512], { spacing: [0.5, 0.5] }))`,
  },
  "masks and objects": {
    letters: MASK,
    conventions: [
      "one mask empty: 0",
      'both empty: what `empty` says, 1 by default, nothing (`"skip"`) in `segloss score`',
      "objects are the connected parts of the masks (`--connectivity`, `--min-size`, `--dilation`), or with `--labels instances` and `panoptic` the labels of the files",
      "void, the ignored pixels: a predicted object of which more than half is void, and which matches nothing, is no mistake",
      "ignored pixels are in neither mask and outside of neither: parts that face each other across them are one, lines go on into them; every pixel ignored: no value",
      "of a data set: parts and objects of all images together where they can be counted, else the mean of its images",
    ],
    call: ({ name }) => `maskMetrics.find(({ name }) => name === "${name}")`,
  },
  objects: {
    letters: [
      "`M` are the matches, pairs of a predicted and a true object that share enough; `extra` and `missed` are the objects of either without one.",
    ],
    conventions: [
      "one side without objects: 0",
      'both without: what `empty` says, 1 by default, nothing (`"skip"`) in `segloss score`',
      "objects are the connected parts of the masks (`--connectivity`, `--min-size`, `--dilation`), or with `--labels instances` and `panoptic` the labels of the files",
      "void, the ignored pixels: in no object; a predicted object of which more than half is void, and which matches nothing, is no mistake",
      "several images: objects are counted together",
    ],
    call: ({ name }) => `objectMetrics.find(({ name }) => name === "${name}")`,
  },
  "signed errors, benefits and costs": {
    letters: [...COUNTS, ...MATRIX],
    conventions: [
      "they are no scores: a better prediction need not have a greater value, and the best value depends on the data or lies inside the range",
      'a class in neither mask: 0 where `empty` is `"perfect"`, nothing with `"skip"`',
      "several images: counted together; ignored pixels are in no count",
    ],
    call: (metric) =>
      metric === normalizedExpectedCost
        ? `scoreMatrix(${metric.name}, confusionMatrix(predicted, truth, { classes: 3 }))`
        : `score(${metric.name}, confusionMatrix(predicted, truth, { classes: 3 }), { classes: [1, 2] }).value`,
  },
  probabilities: {
    letters: PROBABILITY,
    conventions: [
      'confidence is the greatest probability of a pixel; of one probability the greater of p and 1 - p; `of: "class"` takes the probability of each class instead, and the mean over the classes',
      "calibration errors have 15 bins of equal width unless `bins` says otherwise; an edge belongs to the lower bin",
      "several images: counted together, in any order; no pixels: no value",
      "ignored pixels are in no sum",
    ],
    call: () => "calibration({ classes: 3 }).add(probabilities, truth).scores()",
  },
  "rankings of probabilities": {
    letters: [
      "`P` and `N` are the pixels of the class and the others; a threshold predicts the pixels of its probability or a greater one.",
    ],
    conventions: [
      "each class against the rest; every different probability is a threshold, nothing is interpolated unless it says so",
      "several images: ranked together, exactly and in any order, 24 bytes a different probability (`levels` bounds them)",
      "a class without a pixel, or without another: NaN",
      "ignored pixels are not there",
    ],
    call: ({ name }) => `${name}.from(ranking({ classes: 3 }).add(probabilities, truth).curve(1), {})`,
  },
  "detections with confidences": {
    letters: [],
    conventions: [
      "objects may overlap; they are told apart by their places in the lists, never by an id",
      "several images: collected, and scored together",
      "nothing to find: no value (pycocotools: -1)",
    ],
    call: (metric) => /** @type {import("segloss/metrics").DetectionMetric} */ (metric).call,
  },
  "pairs of pixels, labels and repeats": {
    letters: PROBABILITY,
    conventions: ["of one image, or of pixels drawn from several"],
    call: (metric) => /** @type {import("segloss/metrics").ProbabilityFunction} */ (metric).call,
  },
};

const KINDS = METRIC_KINDS.map(({ reads, ofLabels, metrics }) => {
  const text = TEXTS[reads];
  if (!text)
    throw new Error(`scripts/metric-pages.mjs: expected a text in TEXTS for the metrics of "${reads}"`);
  return { ...text, title: reads[0].toUpperCase() + reads.slice(1), metrics, command: ofLabels };
});

const GOOD = { high: "high", low: "low", zero: "0" };

/**
 * All pages by file name.
 * @returns {Record<string, string>}
 */
export function metricPages() {
  const pages = KINDS.flatMap((kind) =>
    kind.metrics.map((metric) => [fileOf(metric), metricPage(metric, kind)]),
  );
  return Object.fromEntries([...pages, ["README.md", indexPage()]]);
}

/** @param {Description} metric */
function fileOf({ name }) {
  return `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.md`;
}

function indexPage() {
  const head = [
    "# The metrics",
    "",
    "Made from the metric files by `npm run docs`: change the metric file, not these pages. [The guide](../metrics.md) tells",
    "about files, averages and empty masks.",
    "",
  ];
  const tables = KINDS.flatMap(({ title, metrics }) => [
    `## ${title}`,
    "",
    "| metric | name | formula |",
    "|---|---|---|",
    ...metrics.map(
      (m) => `| [${m.title}](${fileOf(m)}) | ${names(m)} | \`${m.formula.replaceAll("|", "\\|")}\` |`,
    ),
    "",
  ]);
  return [...head, ...tables].join("\n");
}

/** @param {Description} metric */
function names({ name, aliases }) {
  return [name, ...aliases].map((each) => `\`${each}\``).join(", ");
}

/**
 * @param {Description} metric
 * @param {typeof KINDS[number]} kind
 */
function metricPage(metric, { letters, conventions, call, command }) {
  const { title, formula, range, best, use, elsewhere, reference } = metric;
  return [
    `# ${title}`,
    "",
    `${names(metric)}. From ${bound(range[0])} to ${bound(range[1])}, ${GOOD[best]} is good.`,
    "",
    "## Formula",
    "",
    "$$",
    metric.latex ?? formulaLatex(parseFormula(formula), { index: "i" }),
    "$$",
    "",
    "```text",
    formula,
    "```",
    "",
    ...letters,
    "",
    ...parameters(metric),
    "## When to use it",
    "",
    use,
    "",
    "## Conventions",
    "",
    ...conventions.map((line) => `- ${line}`),
    "",
    "## In other libraries",
    "",
    ...elsewhere.map((line) => `- ${line}`),
    "",
    "## Call",
    "",
    "```js",
    call(metric),
    "```",
    "",
    ...(command
      ? ["```sh", `npx segloss score predictions/ truth/ --metrics ${called(metric)}`, "```", ""]
      : []),
    "## Reference",
    "",
    `${reference}.`,
    "",
  ].join("\n");
}

/** @param {Description} metric */
function called({ name, aliases, parameters }) {
  const given = Object.entries(parameters).map(([parameter, spec]) => `${parameter}=${defaultOf(spec)}`);
  const short = aliases[0] ?? name;
  return given.length === 0 ? short : `"${short}(${given.join(", ")})"`;
}

/** @param {Description} metric */
function parameters({ parameters: all }) {
  const rows = Object.entries(all).map(
    ([name, spec]) => `| \`${name}\` | ${defaultOf(spec)} | ${spec.meaning}${choices(spec)} |`,
  );
  if (rows.length === 0) return [];
  return ["| parameter | default | meaning |", "|---|---|---|", ...rows, ""];
}

/** @param {import("segloss/metrics").MetricParameter} spec */
function defaultOf({ default: value, choices: words }) {
  return words ? words[value] : String(value);
}

/** @param {import("segloss/metrics").MetricParameter} spec */
function choices({ choices: words }) {
  return words ? `; one of ${words.map((word) => `\`${word}\``).join(", ")}` : "";
}

/** @param {number} value */
function bound(value) {
  return Number.isFinite(value) ? String(value) : value > 0 ? "infinity" : "minus infinity";
}

function writePages() {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(metricPages())) {
    writeFileSync(`${folder}${name}.new`, text);
    renameSync(`${folder}${name}.new`, `${folder}${name}`);
  }
}

/**
 * The page as it stands in the repository.
 * @param {string} name
 */
export function writtenMetricPage(name) {
  return readFileSync(`${folder}${name}`, "utf8");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writePages();
  console.log(`${Object.keys(metricPages()).length} pages in docs/metrics`);
}
