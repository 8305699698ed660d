import { IOU_THRESHOLDS } from "../instances/average-precision.ts";
import { matchInstances } from "../instances/match-instances.ts";
import { sortedMean } from "../sorted-mean.ts";
import { type MaskMetric, overlapsOf, summedMetric } from "./mask-metric.ts";

/** `averagePrecision` of the objects of one class as a record. */
export const averagePrecisionMetric: MaskMetric = summedMetric({
  name: "averagePrecision",
  aliases: ["ap"],
  title: "Average precision of the objects, IoU 0.5 to 0.95",
  formula: "mean over thresholds of matches / (matches + extra + missed)",
  latex: String.raw`\frac{1}{10} \sum_{\tau = 0.5}^{0.95} \frac{\mathrm{TP}_\tau}{\mathrm{TP}_\tau + \mathrm{FP}_\tau + \mathrm{FN}_\tau}`,
  reference: "J. C. Caicedo and others, Nature Methods 16, 2019",
  use: "Instance segmentation of cells, as the field reports it. No confidences enter: it is not the average precision of object detection, and not comparable with it.",
  elsewhere: [
    "the Data Science Bowl 2018, StarDist `matching` and Cellpose `average_precision`: the same quotient at each threshold",
    "MONAI `AveragePrecisionMetric` and COCO: the area under precision and recall by confidence, another number",
  ],
  range: [0, 1],
  best: "high",
  parameters: {
    threshold: { default: 0, max: 1, meaning: "one IoU to match at; 0: the mean of 0.5, 0.55, ..., 0.95" },
  },
  sums: {
    of(pair, { threshold }) {
      const overlaps = overlapsOf(pair);
      const thresholds = threshold > 0 ? [threshold] : IOU_THRESHOLDS;
      return thresholds.flatMap((one) => {
        const { matches, extra, missed } = matchInstances(overlaps, { threshold: one });
        return [matches.length, matches.length + extra.length + missed.length];
      });
    },
    value: (sums) => sortedMean(sums.flatMap((right, k) => (k % 2 === 0 ? [right / sums[k + 1]] : []))),
  },
});
