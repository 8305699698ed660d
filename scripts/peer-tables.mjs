// The last two sections of docs/coming-from.md: other libraries' own test cases, and what they have that is not here.
import { readFileSync } from "node:fs";

const counts = JSON.parse(
  readFileSync(new URL("../packages/segloss/test/peers/counts.json", import.meta.url), "utf8"),
);

/** Libraries' numeric test cases through segloss, as packages/segloss/test/peers counted them. */
export function peerCases() {
  const suites = Object.values(counts);
  const rows = suites.map(
    (s) =>
      `| ${s.library} | ${s.kind} | ${version(s.commit)} | ${s.cases} | ${s.agree} | ${s.documented} | ${s.inexpressible} | ${s.wrong} |`,
  );
  const sum = (/** @type {string} */ name) => suites.reduce((total, s) => total + s[name], 0);
  const total = `| all | | | ${["cases", "agree", "documented", "inexpressible", "wrong"].map(sum).join(" | ")} |`;
  return `## Their own test cases

Numeric cases of the libraries' own tests (inputs, options, expected value, the tolerance that the test states), half of those
that were gathered, each called here as it is called there. "Documented" is another convention, with its own number checked:
what is empty, ignored or clipped. The runner is \`packages/segloss/test/peers\`.

| library | of | commit | cases | agree | documented | not expressible | wrong |
|---|---|---|---|---|---|---|---|
${[...rows, total].join("\n")}
`;
}

/** @param {string} commit */
function version(commit) {
  return commit.replaceAll(/\b[0-9a-f]{40}\b/g, (hash) => hash.slice(0, 12));
}

/** What has no counterpart, from those cases and beyond them. */
export function differences() {
  const missing = Object.values(counts).flatMap((suite) =>
    suite.missing.map((/** @type {{calls: string, why: string}} */ { calls, why }) => [
      suite.library,
      calls,
      why,
    ]),
  );
  const rows = [...missing, ...BEYOND].map((row) => `| ${row.join(" | ")} |`);
  return `## What they have that is not here

| library | what | why |
|---|---|---|
${rows.join("\n")}
`;
}

/** Beyond the test cases: library, what, why. */
const BEYOND = [
  [
    "Keras, TF.js",
    "probabilities clipped at 1e-7",
    "log 0 of a true class is an error, not a number that hides it",
  ],
  ["Keras", "`class_weight` and `sample_weight` of `fit`", "pass weights per pixel with the data"],
  [
    "MONAI",
    "`MaskedLoss` around any loss",
    "pass mask with the data; `MaskedDiceLoss` is there with MONAI's own meaning of a mask",
  ],
  [
    "MONAI",
    "`softmax=True` or `include_background=False` of one channel, ignored with a warning",
    "an error that says so",
  ],
  ["SMP", "`FocalLoss(from_logits=False)` of classes that exclude each other", "it feeds log p to a sigmoid"],
  [
    "SMP",
    '`LovaszLoss("multilabel")`',
    "one ranking of all channels together: sum `lovaszHinge` over the channels",
  ],
  ["kornia", "`lovasz_softmax_loss` as it is", "it ranks by class numbers instead of the mask of the class"],
  ["JDTLosses", "`mIoUC`", "it averages over images before classes: `mIoUI` is there"],
  ["nnU-Net, SegLossOdyssey", "`TopKLoss(weight=...)`", "weights change which pixels are the hardest there"],
  ["pytorch-toolbelt", "its other losses", "they are SMP's, which took them over"],
];
