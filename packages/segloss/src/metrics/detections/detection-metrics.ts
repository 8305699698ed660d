import type { MetricDescription } from "../metric.ts";

/** A metric of objects or points with confidences: what `call` gives. */
export interface DetectionMetric extends MetricDescription {
  readonly kind: "detection";
  /** How it is called, as code. */
  readonly call: string;
}

const COCO = "T.-Y. Lin and others, Microsoft COCO, ECCV 2014, https://arxiv.org/abs/1405.0312";

/** The metrics of detections, in the order in which they are listed to people. */
export const detectionMetrics: readonly DetectionMetric[] = [
  {
    kind: "detection",
    name: "cocoAveragePrecision",
    aliases: ["mAP"],
    title: "Average precision by confidence, COCO's AP@[.5:.95]",
    formula:
      "mean over categories, IoU thresholds and 101 recalls of the precision at that recall or a greater one",
    latex: String.raw`\frac{1}{K \cdot 10 \cdot 101} \sum_{c, \tau, r} \max_{r' \ge r} Q_{c\tau}(r')`,
    reference: COCO,
    use: "Instance segmentation with confidences, as detection reports it. It rewards many guesses of low confidence: `averagePrecision` and `panopticQuality` take objects as they are.",
    elsewhere: [
      "pycocotools `COCOeval`: the same but for objects whose id is 0, which it takes for unmatched, and detections that have a box and a mask, whose size it takes from the box",
      "torchmetrics `MeanAveragePrecision`: pycocotools inside",
    ],
    range: [0, 1],
    best: "high",
    parameters: {},
    call: "cocoEvaluation().add(maskDetections(detections, truths)).scores().averagePrecision",
  },
  {
    kind: "detection",
    name: "cocoAverageRecall",
    aliases: ["AR"],
    title: "Average recall, COCO's AR@1, 10, 100",
    formula:
      "mean over categories and IoU thresholds of the share of objects found with so many detections an image",
    latex: String.raw`\frac{1}{K \cdot 10} \sum_{c, \tau} R_{c\tau}`,
    reference: COCO,
    use: "What could be found at all with a number of proposals. Wrong detections cost nothing as long as there are few enough.",
    elsewhere: [
      "pycocotools `COCOeval`: the same but for an object whose id is 0, which is never found there",
      "torchmetrics `MeanAveragePrecision`: pycocotools inside",
    ],
    range: [0, 1],
    best: "high",
    parameters: {},
    call: "cocoEvaluation().add(maskDetections(detections, truths)).scores().averageRecall",
  },
  {
    kind: "detection",
    name: "froc",
    aliases: [],
    title: "Free-response ROC, mean sensitivity at some false alarms per image",
    formula: "mean of the sensitivity at 1/4, 1/2, 1, 2, 4 and 8 false alarms per image",
    latex: String.raw`\frac{1}{6} \sum_{f \in \{1/4, 1/2, 1, 2, 4, 8\}} S(f)`,
    reference: "B. Ehteshami Bejnordi and others, JAMA 318 (22), 2017 (CAMELYON16)",
    use: "Lesions to be pointed at, where a few false alarms are bearable. It says nothing about outlines.",
    elsewhere: [
      "MONAI `compute_froc_curve_data`, `compute_froc_score`: the same where a lesion is missed; where all are found it leaves out the lowest probability",
      "MetricsReloaded `froc`: the area under the curve, of pixels",
    ],
    range: [0, 1],
    best: "high",
    parameters: {},
    call: "froc().add([{ at: [12, 40], probability: 0.9 }], lesions, [512, 512]).score()",
  },
];
