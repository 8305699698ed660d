import {
  type ClassCounts,
  type ConfusionMatrix,
  type EmptyPolicy,
  emptyConfusionMatrix,
  type LabelPair,
  regionMatrix,
  score,
  scoreCounts,
} from "segloss/metrics";
import type { MetricChoice } from "./metric-choice.ts";
import type { ScoredClass } from "./scored-classes.ts";

/**
 * The confusion matrix of the labels in this order. Ignored ones that are predicted are no class.
 *
 * @param pairs without those whose true label is ignored
 */
export function matrixOf(
  pairs: Iterable<LabelPair>,
  labels: readonly number[],
  ignore: readonly number[] = [],
): ConfusionMatrix {
  const known = [...new Set(labels)];
  const places = new Map(known.map((label, place) => [label, place]));
  for (const label of ignore) if (!places.has(label)) places.set(label, known.length);
  const placed = [...pairs].map(({ truth, predicted, pixels }) => ({
    truth: places.get(truth)!,
    predicted: places.get(predicted)!,
    pixels,
  }));
  return emptyConfusionMatrix({ classes: known.length, ignore: known.length }).addPairs(placed);
}

/** The values of a metric of counts for some classes; undefined where skipped. */
export type ValuesOfCounts = (choice: MetricChoice, empty: EmptyPolicy) => (number | undefined)[];

/** Counts the pixels of some classes, once for all metrics. */
export function countedClasses(pairs: readonly LabelPair[], classes: readonly ScoredClass[]): ValuesOfCounts {
  if (classes.length === 0) return () => [];
  const isSingle = classes.every(({ label }) => typeof label === "number");
  return isSingle ? valuesOfLabels(pairs, classes) : valuesOfRegions(pairs, classes);
}

function valuesOfRegions(pairs: readonly LabelPair[], classes: readonly ScoredClass[]): ValuesOfCounts {
  const matrices = classes.map(({ label, labels }) => regionMatrix(pairs, { name: String(label), labels }));
  return ({ metric, parameters }, empty) =>
    metric.kind === "counts"
      ? matrices.map((matrix) => score(metric, matrix, { parameters, empty, classes: [1] }).classes[0])
      : [];
}

function valuesOfLabels(pairs: readonly LabelPair[], classes: readonly ScoredClass[]): ValuesOfCounts {
  const counts = countsOfLabels(
    pairs,
    classes.map(({ labels: [label] }) => label),
  );
  return ({ metric, parameters }, empty) =>
    metric.kind === "counts" ? scoreCounts(metric, counts, { parameters, empty }) : [];
}

/** Each label against everything else. Pixels are whole numbers, so no order matters. */
function countsOfLabels(pairs: readonly LabelPair[], labels: readonly number[]): ClassCounts[] {
  const sums = new Map(labels.map((label) => [label, { tp: 0, truth: 0, predicted: 0 }]));
  let all = 0;
  for (const { truth, predicted, pixels } of pairs) {
    all += pixels;
    const [t, p] = [sums.get(truth), sums.get(predicted)];
    if (t) t.truth += pixels;
    if (p) p.predicted += pixels;
    if (t && t === p) t.tp += pixels;
  }
  return labels.map((label) => {
    const { tp, truth, predicted } = sums.get(label)!;
    const [fp, fn] = [predicted - tp, truth - tp];
    return { tp, fp, fn, tn: all - tp - fp - fn };
  });
}
