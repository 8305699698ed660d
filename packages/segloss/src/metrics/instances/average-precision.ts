import { check } from "../../door/check.ts";
import { checkOptions } from "../../door/check-options.ts";
import type { Kind } from "../../door/kind.ts";
import { choice, listOf, SHARE } from "../../door/kinds.ts";
import { EMPTY, type EmptyPolicy } from "../class-value.ts";
import { sortedMean } from "../sorted-mean.ts";
import { type InstanceOverlaps, OVERLAPS } from "./instance-overlaps.ts";
import { type MatchOptions, matchInstances } from "./match-instances.ts";
import { instanceCounts } from "./panoptic-quality.ts";

/** 0.5, 0.55, ..., 0.95. */
export const IOU_THRESHOLDS: readonly number[] = Array.from({ length: 10 }, (_, k) => (50 + 5 * k) / 100);

const THRESHOLDS: Kind = {
  expected: "a list of one IoU or more, each from 0 to 1",
  fits: (value) => Array.isArray(value) && value.length > 0 && value.every(SHARE.fits),
};

export interface AveragePrecision {
  /** Mean over the thresholds. */
  readonly value: number;
  /** tp / (tp + fp + fn) at each threshold. */
  readonly atThresholds: readonly number[];
}

/**
 * Average precision of objects over IoU thresholds, as in the Data Science Bowl of 2018 and in cell
 * segmentation since: the mean of tp / (tp + fp + fn), objects of all images counted together. It takes no
 * confidences, unlike the average precision of object detection.
 *
 * J. C. Caicedo and others, "Nucleus segmentation across imaging experiments", Nature Methods 16, 2019
 *
 * @param images overlaps of each image
 * @param thresholds default: 0.5 to 0.95 in steps of 0.05
 * @param empty what no objects at all score: 1 (the default), 0, or nothing
 */
export function averagePrecision(
  images: readonly InstanceOverlaps[],
  thresholds: readonly number[] = IOU_THRESHOLDS,
  options: Pick<MatchOptions, "method"> & { readonly empty?: EmptyPolicy } = {},
): AveragePrecision | undefined {
  check("averagePrecision: images", images, listOf(OVERLAPS, "a list of what instanceOverlaps gives"));
  check("averagePrecision: thresholds", thresholds, THRESHOLDS);
  checkOptions("averagePrecision", options, { method: choice("optimal", "greedy"), empty: EMPTY });
  const { method, empty = "perfect" } = options;
  const atThresholds = thresholds.map((threshold) => {
    const options = method ? { threshold, method } : { threshold };
    const { tp, fp, fn } = instanceCounts(...images.map((overlaps) => matchInstances(overlaps, options)));
    return tp + fp + fn === 0 ? Number.NaN : tp / (tp + fp + fn);
  });
  if (!Number.isNaN(atThresholds[0])) return { value: sortedMean(atThresholds), atThresholds };
  const value = Number(empty === "perfect");
  return empty === "skip" ? undefined : { value, atThresholds: thresholds.map(() => value) };
}
