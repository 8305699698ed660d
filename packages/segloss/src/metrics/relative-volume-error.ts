import type { Metric } from "./metric.ts";

/**
 * Relative volume error: the difference of the sizes over the true size. Infinity when something is
 * predicted where nothing is.
 */
export const relativeVolumeError: Metric = {
  kind: "counts",
  name: "relativeVolumeError",
  aliases: ["rve", "avd"],
  title: "Relative volume error",
  formula: "abs(fp - fn) / (tp + fn)",
  reference: "T. Heimann and others, IEEE Transactions on Medical Imaging 28 (8), 2009",
  use: "Volumetry: by what share of the true volume the prediction is off, either way. No say about place; infinite where nothing is true.",
  elsewhere: ["MetricsReloaded: NaN or infinite where the truth is empty"],
  range: [0, Infinity],
  best: "low",
  parameters: {},
  from: ({ tp, fp, fn }) => Math.abs(fp - fn) / (tp + fn),
};
