import type { LabelArray } from "segloss/fields";
import type { LabelPair } from "segloss/metrics";

/** What `labelPairs` gives, of masks in which each entry stands for so many pixels. */
export function weightedPairs(predicted: LabelArray, truth: LabelArray, pixels: Float64Array): LabelPair[] {
  const rows = new Map<number, Map<number, number>>();
  for (let i = 0; i < truth.length; i++) {
    const row = rows.get(truth[i]) ?? new Map<number, number>();
    rows.set(truth[i], row.set(predicted[i], (row.get(predicted[i]) ?? 0) + pixels[i]));
  }
  const pairs: LabelPair[] = [];
  for (const t of ascending(rows.keys())) {
    const row = rows.get(t)!;
    for (const p of ascending(row.keys())) pairs.push({ truth: t, predicted: p, pixels: row.get(p)! });
  }
  return pairs;
}

function ascending(labels: Iterable<number>): number[] {
  const all = [...labels];
  return all.length > 1 ? all.sort((a, b) => a - b) : all;
}
