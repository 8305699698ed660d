import type { LabelArray } from "segloss/fields";
import type { LabelPair } from "segloss/metrics";

/** What `labelPairs` gives, of masks in which each entry stands for so many pixels. */
export function weightedPairs(predicted: LabelArray, truth: LabelArray, pixels: Float64Array): LabelPair[] {
  const rows = new Map<number, Map<number, number>>();
  for (let i = 0; i < truth.length; i++) {
    const row = rows.get(truth[i]) ?? new Map<number, number>();
    rows.set(truth[i], row.set(predicted[i], (row.get(predicted[i]) ?? 0) + pixels[i]));
  }
  return [...rows]
    .flatMap(([t, row]) => [...row].map(([p, count]) => ({ truth: t, predicted: p, pixels: count })))
    .sort((a, b) => a.truth - b.truth || a.predicted - b.predicted);
}
