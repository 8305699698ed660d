import { check } from "../../door/check.ts";
import { checkOptions } from "../../door/check-options.ts";
import type { Kind } from "../../door/kind.ts";
import { ANY, BOOLEAN, FINITE } from "../../door/kinds.ts";
import { shown } from "../../door/shown.ts";
import { atLeast } from "../at-least.ts";
import { type InstanceOverlaps, type ObjectPair, OVERLAPS } from "./instance-overlaps.ts";
import { pairedObjects } from "./paired-objects.ts";

const METHODS = ["optimal", "greedy", "sum"] as const;

export interface MatchOptions {
  /** Pairs of at least this IoU can match. Default: 0.5. */
  readonly threshold?: number;
  /** The IoU must exceed the threshold, so that at 0.5 no object has two candidates. Default: false. */
  readonly exceed?: boolean;
  /**
   * As many matches as there can be, and among those the greatest sum of IoU ("optimal", the default, the
   * Hungarian method); or the best pair first, then the best of the rest ("greedy"): the same where the IoU must exceed
   * 0.5. Or the greatest sum of IoU of all pairs, of which those below the threshold are then none ("sum": HoVer-Net and
   * MONAI at thresholds below 0.5).
   */
  readonly method?: (typeof METHODS)[number];
}

/** Objects by their labels. */
export interface InstanceMatches {
  readonly matches: readonly { readonly predicted: number; readonly truth: number; readonly iou: number }[];
  /** True objects without a match. */
  readonly missed: readonly number[];
  /** Predicted objects without a match, but for those that are ignored for the most part. */
  readonly extra: readonly number[];
}

export const MATCH_OPTIONS: Readonly<Record<string, Kind>> = {
  ...{ threshold: FINITE, exceed: BOOLEAN, method: ANY },
};

/**
 * One-to-one matches of predicted and true objects.
 *
 * @throws RangeError for a threshold outside of 0 to 1, or an unknown method
 */
export function matchInstances(overlaps: InstanceOverlaps, options: MatchOptions = {}): InstanceMatches {
  check("matchInstances: overlaps", overlaps, OVERLAPS);
  checkOptions("matchInstances", options, MATCH_OPTIONS);
  const { threshold = 0.5, exceed = false, method = "optimal" } = options;
  if (!(threshold >= 0 && threshold <= 1))
    throw new RangeError(`threshold must be an IoU, 0 to 1, got ${threshold}`);
  if (!METHODS.includes(method))
    throw new RangeError(
      `method must be ${METHODS.map((one) => `"${one}"`).join(" or ")}, got ${shown(method)}`,
    );
  const isCandidate = ({ iou }: ObjectPair) => (exceed ? !atLeast(threshold, iou) : atLeast(iou, threshold));
  const chosen = CHOICES[method](overlaps.pairs, isCandidate);
  const { predicted, truth } = overlaps;
  const found = new Set([...chosen.map((pair) => pair.truth), ...(overlaps.excusedTruth ?? [])]);
  const used = new Set([...chosen.map((pair) => pair.predicted), ...(overlaps.excused ?? [])]);
  return {
    matches: chosen.map((pair) => ({
      predicted: predicted.labels[pair.predicted],
      truth: truth.labels[pair.truth],
      iou: pair.iou,
    })),
    missed: truth.labels.filter((_, number) => !found.has(number)),
    extra: predicted.labels.filter((_, number) => !used.has(number)),
  };
}

type Choice = (pairs: readonly ObjectPair[], isCandidate: (pair: ObjectPair) => boolean) => ObjectPair[];

const CHOICES: Readonly<Record<(typeof METHODS)[number], Choice>> = {
  // One more match outweighs any IoU.
  optimal: (pairs, isCandidate) =>
    pairedObjects(pairs.filter(isCandidate), ({ iou }, most) => most + 1 + iou),
  greedy: (pairs, isCandidate) => bestFirst(pairs.filter(isCandidate)),
  sum: (pairs, isCandidate) => pairedObjects(pairs, ({ iou }) => iou).filter(isCandidate),
};

function bestFirst(candidates: readonly ObjectPair[]): ObjectPair[] {
  const sorted = [...candidates].sort(
    (a, b) => b.iou - a.iou || a.predicted - b.predicted || a.truth - b.truth,
  );
  const found = new Set<number>();
  const used = new Set<number>();
  return sorted.filter(({ predicted, truth }) => {
    if (used.has(predicted) || found.has(truth)) return false;
    used.add(predicted);
    found.add(truth);
    return true;
  });
}
