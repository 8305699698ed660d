import { check } from "../../door/check.ts";
import { checkOptions } from "../../door/check-options.ts";
import { FINITE } from "../../door/kinds.ts";
import { atLeast } from "../at-least.ts";
import { type InstanceOverlaps, type ObjectPair, OVERLAPS } from "./instance-overlaps.ts";
import { MATCH_OPTIONS, type MatchOptions, matchInstances } from "./match-instances.ts";

export interface CompareOptions extends MatchOptions {
  /** Share of an object's pixels by which it belongs to another, for merged and split ones. Default: 0.5. */
  readonly share?: number;
}

/** What became of the objects of an image, by their labels. */
export interface ObjectComparison {
  readonly matched: readonly { readonly predicted: number; readonly truth: number; readonly iou: number }[];
  /** True objects without a match. */
  readonly missed: readonly number[];
  /** Predicted objects without a match. */
  readonly extra: readonly number[];
  /** Predicted objects that hold two true ones or more. */
  readonly merged: readonly { readonly predicted: number; readonly truth: readonly number[] }[];
  /** True objects that hold two predicted ones or more. */
  readonly split: readonly { readonly truth: number; readonly predicted: readonly number[] }[];
}

/**
 * Lists of matched, missed, extra, merged and split objects. An object is held by another when at least `share` of its
 * pixels lie in it. A merged object may match one of those that it holds, so that it is in both lists.
 *
 * J. C. Caicedo and others, Cytometry A 95, 2019, count merged and split nuclei in this way.
 *
 * @throws RangeError as `matchInstances`, and for a share outside of 0 to 1
 */
export function compareObjects(overlaps: InstanceOverlaps, options: CompareOptions = {}): ObjectComparison {
  check("compareObjects: overlaps", overlaps, OVERLAPS);
  checkOptions("compareObjects", options, { ...MATCH_OPTIONS, share: FINITE });
  const { share = 0.5, ...matching } = options;
  if (!(share > 0 && share <= 1)) throw new RangeError(`share must be above 0 and at most 1, got ${share}`);
  const { matches, missed, extra } = matchInstances(overlaps, matching);
  const { predicted: p, truth: t } = overlaps;
  const merged = holders(overlaps, "predicted", "truth", share);
  const split = holders(overlaps, "truth", "predicted", share);
  return {
    ...{ matched: matches, missed, extra },
    merged: merged.map(([holder, held]) => ({
      predicted: p.labels[holder],
      truth: held.map((k) => t.labels[k]),
    })),
    split: split.map(([holder, held]) => ({
      truth: t.labels[holder],
      predicted: held.map((k) => p.labels[k]),
    })),
  };
}

/** Numbers of objects of one side that hold several of the other, and of those. */
function holders(
  overlaps: InstanceOverlaps,
  holder: "predicted" | "truth",
  held: "predicted" | "truth",
  share: number,
): (readonly [number, readonly number[]])[] {
  const inside = (pair: ObjectPair) => atLeast(pair.shared / overlaps[held].sizes[pair[held]], share);
  const all = new Map<number, number[]>();
  for (const pair of overlaps.pairs.filter(inside))
    all.set(pair[holder], [...(all.get(pair[holder]) ?? []), pair[held]]);
  return [...all].filter(([, objects]) => objects.length > 1);
}
