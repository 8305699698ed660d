import { check } from "../../door/check.ts";
import type { Kind } from "../../door/kind.ts";
import { listOf } from "../../door/kinds.ts";
import { EMPTY, type EmptyPolicy } from "../class-value.ts";
import { type ExactSum, exactSum } from "../exact-sum.ts";
import type { InstanceMatches } from "./match-instances.ts";

/** Matched and unmatched objects of any number of images. Any order of adding and merging gives the same. */
export interface InstanceCounts {
  /** Matched pairs. */
  tp: number;
  /** Predicted objects without a match. */
  fp: number;
  /** True objects without a match. */
  fn: number;
  /** Sum of the IoU of the matched pairs. */
  readonly iou: ExactSum;
}

const MATCHES: Kind = {
  expected: "what matchInstances gives",
  fits: (value) => {
    const { matches, missed, extra } = (value ?? {}) as Partial<InstanceMatches>;
    return Array.isArray(matches) && Array.isArray(missed) && Array.isArray(extra);
  },
};

const COUNTS: Kind = {
  expected: "what instanceCounts gives",
  fits: (value) => {
    const { tp, fp, fn, iou } = (value ?? {}) as Partial<InstanceCounts>;
    return (
      [tp, fp, fn].every((n) => Number.isSafeInteger(n) && (n as number) >= 0) &&
      typeof iou?.value === "function"
    );
  },
};

/** The counts of some images' matches. */
export function instanceCounts(...images: readonly InstanceMatches[]): InstanceCounts {
  check("instanceCounts: images", images, listOf(MATCHES, "what matchInstances gives of each image"));
  const counts: InstanceCounts = { tp: 0, fp: 0, fn: 0, iou: exactSum() };
  for (const { matches, missed, extra } of images) {
    counts.tp += matches.length;
    counts.fp += extra.length;
    counts.fn += missed.length;
    for (const { iou } of matches) counts.iou.add(iou);
  }
  return counts;
}

/** Adds the counts of other images, which stay as they are. */
export function mergeInstanceCounts(into: InstanceCounts, other: InstanceCounts): InstanceCounts {
  check("mergeInstanceCounts: into", into, COUNTS);
  check("mergeInstanceCounts: other", other, COUNTS);
  into.tp += other.tp;
  into.fp += other.fp;
  into.fn += other.fn;
  into.iou.merge(other.iou);
  return into;
}

export interface PanopticQuality {
  /** Panoptic quality, `segmentation * recognition`. */
  readonly quality: number;
  /** Segmentation quality: mean IoU of the matched pairs; 0 without any. */
  readonly segmentation: number;
  /** Recognition quality: the F1 score of the objects. */
  readonly recognition: number;
}

/**
 * Panoptic quality of one class: sum of the matches' IoU / (tp + fp/2 + fn/2). The paper matches pairs
 * whose IoU exceeds 0.5: `matchInstances(overlaps, { exceed: true })`.
 *
 * A. Kirillov and others, "Panoptic Segmentation", CVPR 2019, https://arxiv.org/abs/1801.00868
 *
 * @param empty what no objects at all score: 1 (the default), 0, or nothing
 */
export function panopticQuality(
  counts: InstanceCounts,
  empty: EmptyPolicy = "perfect",
): PanopticQuality | undefined {
  check("panopticQuality: counts", counts, COUNTS);
  check("panopticQuality: empty", empty, EMPTY);
  const { tp, fp, fn } = counts;
  if (tp + fp + fn === 0) return emptyQuality(empty);
  const iou = counts.iou.value();
  const objects = tp + fp / 2 + fn / 2;
  return { quality: iou / objects, segmentation: tp === 0 ? 0 : iou / tp, recognition: tp / objects };
}

function emptyQuality(empty: EmptyPolicy): PanopticQuality | undefined {
  const value = Number(empty === "perfect");
  return empty === "skip" ? undefined : { quality: value, segmentation: value, recognition: value };
}
