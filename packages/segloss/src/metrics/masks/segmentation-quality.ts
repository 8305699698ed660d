import { type MaskMetric, summedMetric } from "./mask-metric.ts";
import { EXCEEDED, matchSums } from "./match-sums.ts";

/** Mean IoU of the matched objects, one of the two factors of the panoptic quality; 0 without any. */
export const segmentationQuality: MaskMetric = summedMetric({
  name: "segmentationQuality",
  aliases: ["sq"],
  title: "Segmentation quality of the objects",
  formula: "sum of the matches' IoU / matches; 0 without any",
  latex: String.raw`\frac{\sum_{(p, t) \in M} \mathrm{IoU}(p, t)}{|M|}`,
  reference: "A. Kirillov and others, Panoptic Segmentation, CVPR 2019, https://arxiv.org/abs/1801.00868",
  use: "How well those objects are outlined that were found at all. It grows when a hard object is missed, so only beside `recognitionQuality`.",
  elsewhere: [
    'MONAI `PanopticQualityMetric(metric_name="SQ")`: 1e-6 is added below',
    "StarDist `mean_matched_score`: a match may also equal the threshold",
    "torchmetrics and panopticapi: with things and stuff of whole scenes, `panopticScene` here",
  ],
  range: [0, 1],
  best: "high",
  parameters: EXCEEDED,
  sums: matchSums(true, ({ tp, iou }) => (tp === 0 ? 0 : iou / tp)),
});
