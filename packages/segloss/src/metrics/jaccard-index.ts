import type { Metric } from "./metric.ts";

/** Jaccard index, intersection over union: the overlap of prediction and truth over their union. */
export const jaccardIndex: Metric = {
  kind: "counts",
  name: "jaccardIndex",
  aliases: ["iou", "jaccard"],
  title: "Jaccard index (IoU)",
  formula: "tp / (tp + fp + fn)",
  reference: "P. Jaccard, Bulletin de la Société vaudoise des sciences naturelles 37, 1901",
  use: "The usual number for scenes with several classes; it ranks single masks as Dice does, DC = 2J/(1 + J), but is the stricter mean. The same weaknesses for small objects.",
  elsewhere: [
    "MONAI `MeanIoU`: absent classes are NaN and left out (`ignore_empty`)",
    "SMP `metrics.iou_score`: 0/0 is `zero_division`, 1 unless set",
    "Keras `MeanIoU`: over the data set's confusion matrix; classes without a union are skipped, but `BinaryIoU` of an empty class is 0",
    "torchmetrics `MeanIoU`: -1 for absent classes in its per-class function",
    "JDTLosses: mean over the data set, images, or images and classes; `over` of `scoreImages`",
    "scikit-learn `jaccard_score`: 0/0 is `zero_division`, 0 with a warning unless set",
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn }) => tp / (tp + fp + fn),
};
