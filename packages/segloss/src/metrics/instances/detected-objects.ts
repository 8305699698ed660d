import { check } from "../../door/check.ts";
import { FINITE } from "../../door/kinds.ts";
import { atLeast } from "../at-least.ts";
import { type InstanceOverlaps, type Objects, OVERLAPS } from "./instance-overlaps.ts";

/** Objects as detected or not, by their labels. Several may cover one, and one may cover several. */
export interface DetectedObjects {
  /** True objects that the prediction covers enough of, and those that it does not. */
  readonly found: readonly number[];
  readonly missed: readonly number[];
  /** Predicted objects that the truth covers enough of, and false alarms, but for those that are ignored for the most part. */
  readonly right: readonly number[];
  readonly falseAlarms: readonly number[];
}

/**
 * Which objects were detected.
 *
 * @param overlap share of an object's pixels that must be covered, reached at ties; 0: any pixel
 * @throws RangeError for an overlap that is no share
 */
export function detectedObjects(overlaps: InstanceOverlaps, overlap = 0): DetectedObjects {
  check("detectedObjects: overlaps", overlaps, OVERLAPS);
  check("detectedObjects: overlap", overlap, FINITE);
  if (!(overlap >= 0 && overlap <= 1))
    throw new RangeError(`overlap must be a share, 0 to 1, got ${overlap}`);
  const found = covered(overlaps, "truth", overlap);
  const right = covered(overlaps, "predicted", overlap);
  const excused = new Set(overlaps.excused ?? []);
  return {
    found: labelsWhere(overlaps.truth, (k) => found[k]),
    missed: labelsWhere(overlaps.truth, (k) => !found[k]),
    right: labelsWhere(overlaps.predicted, (k) => right[k]),
    falseAlarms: labelsWhere(overlaps.predicted, (k) => !right[k] && !excused.has(k)),
  };
}

function covered(overlaps: InstanceOverlaps, side: "predicted" | "truth", overlap: number): boolean[] {
  const { sizes } = overlaps[side];
  const shared = sizes.map(() => 0);
  for (const pair of overlaps.pairs) shared[pair[side]] += pair.shared;
  return sizes.map((size, k) => shared[k] > 0 && atLeast(shared[k] / size, overlap));
}

function labelsWhere({ labels }: Objects, holds: (number: number) => boolean): number[] {
  return labels.filter((_, number) => holds(number));
}
