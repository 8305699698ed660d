import { aggregatedJaccard } from "../instances/aggregated-jaccard.ts";
import { type MaskMetric, overlapsOf, summedMetric } from "./mask-metric.ts";

const DEFINITIONS = ["best", "paired", "cellpose"] as const;

/** `aggregatedJaccard` as a record. */
export const aggregatedJaccardMetric: MaskMetric = summedMetric({
  name: "aggregatedJaccard",
  aliases: ["aji"],
  title: "Aggregated Jaccard index",
  formula: "pixels that paired objects share / pixels of either, with those of objects without a pair",
  latex: String.raw`\frac{\sum_i |T_i \cap P_{j(i)}|}{\sum_i |T_i \cup P_{j(i)}| + \sum_{k \text{ unused}} |P_k|}`,
  reference:
    "N. Kumar and others, A dataset and a technique for generalized nuclear segmentation, IEEE Transactions on Medical Imaging 36 (7), 2017",
  use: "Nuclei, as MoNuSeg ranks by it. Large objects weigh more, and one wrong pairing is punished twice: `panopticQuality` has neither.",
  elsewhere: [
    "MoNuSeg and HoVer-Net `get_fast_aji`: definition best; HoVer-Net `get_fast_aji_plus` (AJI+): paired",
    "Cellpose `aggregated_jaccard_index`: definition cellpose, over the union of the masks",
  ],
  range: [0, 1],
  best: "high",
  parameters: {
    definition: {
      default: 0,
      choices: DEFINITIONS,
      meaning: "best partner of each true object, one to one (AJI+), Cellpose's",
    },
  },
  sums: {
    of(pair, { definition }) {
      const { intersection, union } = aggregatedJaccard(overlapsOf(pair), DEFINITIONS[definition]);
      return [intersection, union];
    },
    value: ([intersection, union]) => intersection / union,
  },
});
