import { type MaskMetric, summedMetric } from "./mask-metric.ts";
import { EXCEEDED, matchSums } from "./match-sums.ts";

/** `panopticQuality` of the objects of one class as a record. */
export const panopticQualityMetric: MaskMetric = summedMetric({
  name: "panopticQuality",
  aliases: ["pq"],
  title: "Panoptic quality of the objects",
  formula: "sum of the matches' IoU / (matches + extra/2 + missed/2)",
  latex: String.raw`\frac{\sum_{(p, t) \in M} \mathrm{IoU}(p, t)}{|M| + \frac{1}{2} |\text{extra}| + \frac{1}{2} |\text{missed}|}`,
  reference: "A. Kirillov and others, Panoptic Segmentation, CVPR 2019, https://arxiv.org/abs/1801.00868",
  use: "Cells, nuclei, people: finding objects and outlining them in one number; `segmentationQuality` and `recognitionQuality` are the two apart. Objects of IoU below the threshold count as missed and as extra, however near.",
  elsewhere: [
    'MONAI `PanopticQualityMetric`: 1e-6 is added below, so a perfect match is a little less than 1; one to one by IoU > 0.5, by assignment below, `method: "sum"` of `matchInstances`',
    "torchmetrics `PanopticQuality`, panopticapi: things and stuff of whole scenes, `panopticScene` here and `--labels panoptic`",
    "StarDist `panoptic_quality`: a match may also equal the threshold",
    "MetricsReloaded",
  ],
  range: [0, 1],
  best: "high",
  parameters: EXCEEDED,
  sums: matchSums(true, ({ tp, fp, fn, iou }) => iou / (tp + fp / 2 + fn / 2)),
});
