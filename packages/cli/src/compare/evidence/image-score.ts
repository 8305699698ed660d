import type { RankMeasure } from "../protocol/plan.ts";
import type { ImageEvidence } from "../protocol/trial.ts";

type Counts = readonly [tp: number, fp: number, fn: number];

/** Of a class that the truth holds, so that only the prediction can be empty: its precision then is 0. */
const OF_COUNTS: Readonly<Partial<Record<RankMeasure, (...counts: Counts) => number>>> = {
  dice: (tp, fp, fn) => (2 * tp) / (2 * tp + fp + fn),
  iou: (tp, fp, fn) => tp / (tp + fp + fn),
  precision: (tp, fp) => (tp + fp === 0 ? 0 : tp / (tp + fp)),
  recall: (tp, _fp, fn) => tp / (tp + fn),
};

/** A measure of one class on an image; null where its truth lacks the class, or the measure was not taken. */
export function classScore(evidence: ImageEvidence, measure: RankMeasure, c: number): number | null {
  const { tp, fp, fn } = evidence;
  const ofCounts = OF_COUNTS[measure];
  if (ofCounts) return tp[c] + fn[c] === 0 ? null : ofCounts(tp[c], fp[c], fn[c]);
  const values = evidence[measure as "hd95"];
  return (Array.isArray(values) ? values[c] : null) ?? null;
}

/** A measure of an image: of objects and of calibration as it is, else the mean over the scored classes that its truth holds. */
export function imageScore(
  evidence: ImageEvidence,
  measure: RankMeasure,
  scored: readonly number[],
): number | null {
  if (measure === "pq" || measure === "ap" || measure === "ece") return evidence[measure] ?? null;
  const values = scored
    .map((c) => classScore(evidence, measure, c))
    .filter((value): value is number => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
