import { detectedObjects } from "../instances/detected-objects.ts";
import { type MaskMetric, overlapsOf, summedMetric } from "./mask-metric.ts";

/** F1 score of the detection of lesions, the connected parts of the masks: `lesionDetection` in one number. */
export const lesionF1: MaskMetric = summedMetric({
  name: "lesionF1",
  aliases: ["lesion"],
  title: "F1 score of lesions found",
  formula:
    "2*recall*precision / (recall + precision), recall = found / lesions, precision = right / predicted lesions",
  latex: String.raw`\frac{2 \, R \, Q}{R + Q}, \quad R = \frac{\text{found}}{\text{lesions}}, \; Q = \frac{\text{right}}{\text{predicted lesions}}`,
  reference:
    "A. Carass and others, Longitudinal multiple sclerosis lesion segmentation, NeuroImage 148, 2017",
  use: "Whether lesions are found at all, where their outline is secondary. One large predicted part may cover several lesions and finds them all: `panopticQuality` matches one to one.",
  elsewhere: [
    "many challenges, each with its own overlap; one pixel is the usual one and the default here",
    "MONAI has FROC of detections with confidences instead",
  ],
  range: [0, 1],
  best: "high",
  parameters: {
    overlap: {
      default: 0,
      max: 1,
      meaning: "share of a part that must be covered, reached at ties; 0: any pixel",
    },
  },
  sums: {
    of(pair, { overlap }) {
      const { found, missed, right, falseAlarms } = detectedObjects(overlapsOf(pair), overlap);
      return [found, missed, right, falseAlarms].map(({ length }) => length);
    },
    value([found, missed, right, falseAlarms]) {
      if (found + missed + right + falseAlarms === 0) return Number.NaN;
      if (found === 0 || right === 0) return 0;
      const [recall, precision] = [found / (found + missed), right / (right + falseAlarms)];
      return (2 * recall * precision) / (recall + precision);
    },
  },
});
