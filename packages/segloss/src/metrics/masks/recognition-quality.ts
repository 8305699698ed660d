import { type MaskMetric, summedMetric } from "./mask-metric.ts";
import { EXCEEDED, matchSums } from "./match-sums.ts";

/** F1 score of the objects by one-to-one matches, one of the two factors of the panoptic quality. */
export const recognitionQuality: MaskMetric = summedMetric({
  name: "recognitionQuality",
  aliases: ["rq", "objectF1"],
  title: "Recognition quality of the objects (F1)",
  formula: "matches / (matches + extra/2 + missed/2)",
  latex: String.raw`\frac{|M|}{|M| + \frac{1}{2} |\text{extra}| + \frac{1}{2} |\text{missed}|}`,
  reference: "A. Kirillov and others, Panoptic Segmentation, CVPR 2019, https://arxiv.org/abs/1801.00868",
  use: "Whether objects are found, one for one, whatever their outline beyond the threshold. `lesionF1` lets one object find several.",
  elsewhere: [
    'MONAI `PanopticQualityMetric(metric_name="RQ")`: 1e-6 is added below',
    "StarDist `f1`: a match may also equal the threshold",
    "torchmetrics and panopticapi: with things and stuff of whole scenes, `panopticScene` here",
  ],
  range: [0, 1],
  best: "high",
  parameters: EXCEEDED,
  sums: matchSums(true, ({ tp, fp, fn }) => (2 * tp) / (2 * tp + fp + fn)),
});
