import type { CommandEntry } from "./command.ts";

/** The commands, in the order of the help. A new command is its file and a line here. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "list",
    summary: "Losses, metrics, presets, engines, links and data sets, with parameters and defaults.",
    load: async () => (await import("./list.ts")).list,
  },
  {
    name: "explain",
    summary: "Formula, derivation step by step, gradient, passes and use of a loss.",
    load: async () => (await import("./explain/explain.ts")).explain,
  },
  {
    name: "eval",
    summary: "Value and gradient of a loss on NumPy arrays.",
    load: async () => (await import("./eval/eval.ts")).evaluate,
  },
  {
    name: "score",
    summary:
      "Metrics of predicted masks against the truth: two files, two folders paired by name, or several models.",
    load: async () => (await import("./score/score.ts")).scoreCommand,
  },
  {
    name: "measure",
    summary: "Size, box, centroid, components and surface of each label of a mask, or of a folder of masks.",
    load: async () => (await import("./measure.ts")).measure,
  },
  {
    name: "weights",
    summary: "U-Net weight map of a label image or volume: 1 + w0 exp(-(d1 + d2)^2 / (2 sigma^2)).",
    load: async () => (await import("./weights.ts")).weights,
  },
  {
    name: "inspect",
    summary: "What images and masks are like before training, and which losses follow from it.",
    load: async () => (await import("./inspect.ts")).inspectCommand,
  },
  {
    name: "compare",
    summary: "Train the same network with each loss on your images; write a report.",
    load: async () => (await import("./compare/compare.ts")).compare,
  },
  {
    name: "worker",
    summary: "Work on what compare --queue and score --queue send from other machines.",
    load: async () => (await import("./worker.ts")).worker,
  },
  {
    name: "cancel",
    summary: "End a run that compare --queue or score --queue has sent.",
    load: async () => (await import("./cancel.ts")).cancel,
  },
  {
    name: "predict",
    summary: "Masks of images of any size, and of volumes, by a network that compare trained.",
    load: async () => (await import("./predict.ts")).predict,
  },
  {
    name: "report",
    summary: "The page of a comparison made again, or of several comparisons of the same images in one.",
    load: async () => (await import("./report.ts")).report,
  },
  {
    name: "studio",
    summary: "Losses that one can see and try in a page, and the documentation, on this machine alone.",
    load: async () => (await import("./studio.ts")).studio,
  },
  {
    name: "export",
    summary: "Value and gradient of a loss as an ONNX model.",
    load: async () => (await import("./export.ts")).exportLoss,
  },
  {
    name: "bench",
    summary:
      "Speed of value and gradient on this computer: the engines, and TensorFlow.js where it is installed.",
    load: async () => (await import("./bench.ts")).bench,
  },
];
