import {
  type ConfusionMatrix,
  type EmptyPolicy,
  emptyConfusionMatrix,
  type LabelPair,
  regionMatrix,
  score,
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
  const labels = [...new Set([0, ...classes.flatMap((one) => one.labels)])];
  const places = new Map(labels.map((label, place) => [label, place]));
  // Everything else is one class, since single ones of them do not matter.
  const place = (label: number) => places.get(label) ?? places.size;
  const matrix = emptyConfusionMatrix({ classes: places.size + 1 }).addPairs(
    pairs.map((one) => ({ truth: place(one.truth), predicted: place(one.predicted), pixels: one.pixels })),
  );
  const scored = classes.map(({ labels: [label] }) => place(label));
  return ({ metric, parameters }, empty) =>
    metric.kind === "counts"
      ? [...score(metric, matrix, { parameters, empty, classes: scored }).classes]
      : [];
}
