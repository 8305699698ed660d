import type { Metric } from "./metric.ts";

/** Signed relative volume error: above 0 too much was predicted, below 0 too little. */
export const signedVolumeError: Metric = {
  kind: "counts",
  name: "signedVolumeError",
  aliases: ["ravd", "signedVolumeDifference"],
  title: "Signed relative volume error",
  formula: "(fp - fn) / (tp + fn)",
  reference: "T. Heimann and others, IEEE Transactions on Medical Imaging 28 (8), 2009",
  use: "Whether a network draws too much or too little, as a mean over images: single errors cancel in it, and `relativeVolumeError` is there for their size.",
  elsewhere: [
    "MedPy `ravd`: the same, an error where nothing is true",
    "MetricsReloaded has the absolute value only",
  ],
  range: [-1, Infinity],
  best: "zero",
  parameters: {},
  from: ({ tp, fp, fn }) => (fp - fn) / (tp + fn),
};
