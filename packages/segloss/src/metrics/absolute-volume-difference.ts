import type { Metric } from "./metric.ts";

/** Absolute volume difference: by how many pixels the sizes differ. Times the volume of a pixel it is a volume. */
export const absoluteVolumeDifference: Metric = {
  kind: "counts",
  name: "absoluteVolumeDifference",
  aliases: ["volumeDifference"],
  title: "Absolute volume difference",
  formula: "abs(fp - fn)",
  reference: "T. Heimann and others, IEEE Transactions on Medical Imaging 28 (8), 2009",
  use: "Volumetry in pixels, where a share of an empty truth means nothing. No say about place; large objects decide a mean of it.",
  elsewhere: [
    "MONAI has a metric of that name in later versions",
    "MetricsReloaded `absolute_volume_difference_ratio`: over the true volume, `relativeVolumeError` here",
  ],
  range: [0, Infinity],
  best: "low",
  parameters: {},
  from: ({ fp, fn }) => Math.abs(fp - fn),
};
