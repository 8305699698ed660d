import { instanceOverlaps } from "../instances/instance-overlaps.ts";
import { matchInstances } from "../instances/match-instances.ts";
import { instanceCounts, panopticQuality } from "../instances/panoptic-quality.ts";
import { isAllIgnored, type MaskMetric } from "./mask-metric.ts";

/** `panopticQuality` of the objects of one class as a record. */
export const panopticQualityMetric: MaskMetric = {
  kind: "mask",
  name: "panopticQuality",
  aliases: ["pq"],
  title: "Panoptic quality of the objects",
  formula: "sum of the matches' IoU / (matches + extra/2 + missed/2)",
  latex: String.raw`\frac{\sum_{(p, t) \in M} \mathrm{IoU}(p, t)}{|M| + \frac{1}{2} |\text{extra}| + \frac{1}{2} |\text{missed}|}`,
  reference: "A. Kirillov and others, Panoptic Segmentation, CVPR 2019, https://arxiv.org/abs/1801.00868",
  use: "Cells, nuclei, people: finding objects and outlining them in one number; `matchInstances` gives the two apart. Objects of IoU below the threshold count as missed and as extra, however near.",
  elsewhere: [
    "MONAI `PanopticQualityMetric`: 1e-6 is added below, so a perfect match is a little less than 1; one to one by IoU > 0.5, by assignment below",
    "torchmetrics `PanopticQuality`: things and stuff of whole scenes, IoU > 0.5",
    "MetricsReloaded",
  ],
  range: [0, 1],
  best: "high",
  parameters: {
    threshold: { default: 0.5, max: 1, meaning: "IoU that a match must exceed" },
    greedy: { default: 0, max: 1, meaning: "0: most matches and best IoU (Hungarian), 1: best pair first" },
  },
  from(pair, { threshold, greedy }) {
    const { objects, empty } = pair;
    if (isAllIgnored(pair)) return undefined;
    const method = greedy > 0 ? "greedy" : "optimal";
    const matches = matchInstances(instanceOverlaps(...objects()), { threshold, exceed: true, method });
    return panopticQuality(instanceCounts(matches), empty)?.quality;
  },
};
