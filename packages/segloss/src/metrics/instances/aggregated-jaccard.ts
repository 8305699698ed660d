import { check } from "../../door/check.ts";
import { shown } from "../../door/shown.ts";
import { atLeast } from "../at-least.ts";
import { type InstanceOverlaps, type ObjectPair, OVERLAPS } from "./instance-overlaps.ts";
import { pairedObjects } from "./paired-objects.ts";

/** Pixels of all objects of an image, or of several added up; the index is `intersection / union`. */
export interface AggregatedJaccard {
  readonly intersection: number;
  readonly union: number;
}

/**
 * Aggregated Jaccard index of objects, as two sums that add up over images.
 *
 * - "best": each true object with the predicted one of greatest IoU, which may serve several; the union has the objects
 *   of either that are in no pair (N. Kumar and others, IEEE Transactions on Medical Imaging 36 (7), 2017)
 * - "paired": no object is in two pairs, the greatest sum of IoU (AJI+ of S. Graham and others, HoVer-Net, Medical Image
 *   Analysis 58, 2019)
 * - "cellpose": no object is in two pairs, most of IoU 1/2 first; the union is that of the two masks
 */
export function aggregatedJaccard(
  overlaps: InstanceOverlaps,
  definition: "best" | "paired" | "cellpose" = "best",
): AggregatedJaccard {
  check("aggregatedJaccard: overlaps", overlaps, OVERLAPS);
  const pairs = pairsOf(overlaps, definition);
  const intersection = pairs.reduce((sum, { shared }) => sum + shared, 0);
  return {
    intersection,
    union: definition === "cellpose" ? unionOfMasks(overlaps) : unionOfPairs(overlaps, pairs),
  };
}

function pairsOf({ pairs }: InstanceOverlaps, definition: "best" | "paired" | "cellpose"): ObjectPair[] {
  if (definition === "best") return bestOfTruth(pairs);
  if (definition === "paired") return pairedObjects(pairs, ({ iou }) => iou);
  if (definition === "cellpose")
    return pairedObjects(pairs, ({ iou }, most) => Number(atLeast(iou, 0.5)) + iou / (2 * most));
  throw new RangeError(`definition must be "best", "paired" or "cellpose", got ${shown(definition)}`);
}

/** Ties go to the object that comes first. */
function bestOfTruth(pairs: readonly ObjectPair[]): ObjectPair[] {
  const best = new Map<number, ObjectPair>();
  for (const pair of pairs) {
    const before = best.get(pair.truth);
    const better =
      !before || pair.iou > before.iou || (pair.iou === before.iou && pair.predicted < before.predicted);
    if (better) best.set(pair.truth, pair);
  }
  return [...best.values()];
}

function unionOfMasks({ predicted, truth, pairs }: InstanceOverlaps): number {
  return sum(predicted.sizes) + sum(truth.sizes) - sum(pairs.map(({ shared }) => shared));
}

/** Unions of the pairs, and the objects that are in none. */
function unionOfPairs(
  { predicted, truth, excused = [] }: InstanceOverlaps,
  pairs: readonly ObjectPair[],
): number {
  const used = new Set([...pairs.map((pair) => pair.predicted), ...excused]);
  const found = new Set(pairs.map((pair) => pair.truth));
  const ofPairs = pairs.map((p) => predicted.sizes[p.predicted] + truth.sizes[p.truth] - p.shared);
  const extra = predicted.sizes.filter((_, k) => !used.has(k));
  const missed = truth.sizes.filter((_, k) => !found.has(k));
  return sum(ofPairs) + sum(extra) + sum(missed);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
