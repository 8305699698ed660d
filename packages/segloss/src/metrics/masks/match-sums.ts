import { type MatchOptions, matchInstances } from "../instances/match-instances.ts";
import { instanceCounts } from "../instances/panoptic-quality.ts";
import type { MetricParameter } from "../metric.ts";
import { type MaskPair, type MaskSums, overlapsOf } from "./mask-metric.ts";

/** Matched, extra and missed objects and the sum of the matches' IoU. */
export interface MatchSums {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly iou: number;
}

/** The parameters of metrics of matches whose IoU exceeds a threshold, as the panoptic quality has them. */
export const EXCEEDED: Readonly<Record<string, MetricParameter>> = {
  threshold: { default: 0.5, max: 1, meaning: "IoU that a match must exceed" },
  greedy: { default: 0, max: 1, meaning: "0: most matches and best IoU (Hungarian), 1: best pair first" },
};

/** The parameter of metrics of matches whose IoU reaches a threshold, as StarDist has them. */
export const REACHED: Readonly<Record<string, MetricParameter>> = {
  threshold: { default: 0.5, max: 1, meaning: "IoU that a match must reach" },
};

/** The sums of a metric of matches; `exceed`: whether their IoU must exceed the threshold. */
export function matchSums(exceed: boolean, value: (sums: MatchSums) => number): MaskSums {
  return {
    of(pair, { threshold, greedy }) {
      const method = greedy > 0 ? "greedy" : "optimal";
      const { tp, fp, fn, iou } = counted(pair, { threshold, exceed, method });
      return [tp, fp, fn, iou.value()];
    },
    value: ([tp, fp, fn, iou]) => (tp + fp + fn === 0 ? Number.NaN : value({ tp, fp, fn, iou })),
  };
}

function counted(pair: MaskPair, options: MatchOptions) {
  return instanceCounts(matchInstances(overlapsOf(pair), options));
}
