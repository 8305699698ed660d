import { sharedCounts } from "../instances/panoptic-scene.ts";
import { type MaskMetric, overlapsOf, summedMetric } from "./mask-metric.ts";

/** Panoptic quality as stuff has it without a threshold: the sum of all IoU over the true segments. */
export const modifiedPanopticQuality: MaskMetric = summedMetric({
  name: "modifiedPanopticQuality",
  aliases: ["mpq"],
  title: "Modified panoptic quality, of stuff",
  formula: "sum of the IoU of all pairs that overlap / true segments; 0 where nothing is true",
  latex: String.raw`\frac{1}{|T|} \sum_{(p, t)} \mathrm{IoU}(p, t)`,
  reference: "L. Porzi and others, Seamless Scene Segmentation, CVPR 2019, https://arxiv.org/abs/1905.01220",
  use: "Stuff (road, sky), one segment a class: there the threshold of the panoptic quality makes IoU 0.5 worth nothing and 0.51 all of it. For things use `panopticQuality`.",
  elsewhere: [
    'torchmetrics `ModifiedPanopticQuality`: this one for stuff and the panoptic quality for things, `panopticScene({ stuffRule: "shared" })` here',
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  sums: {
    of(pair) {
      const overlaps = overlapsOf(pair);
      const { tp, iou } = sharedCounts(overlaps);
      return [tp, iou.value(), overlaps.predicted.sizes.length];
    },
    value: ([segments, iou, predicted]) => (segments > 0 ? iou / segments : predicted > 0 ? 0 : Number.NaN),
  },
});
