import {
  type ClassCounts,
  classCounts,
  confusionMatrix,
  type EmptyPolicy,
  type MaskMetric,
  type Metric,
  maskMetrics,
  objectMetrics,
  type RegionOptions,
  type SurfaceMetric,
  type SurfaceOptions,
  score,
  scoreRegions,
  scoreSurface,
  surfaceDistances,
} from "segloss/metrics";
import { type Nested, type PeerCase, valuesOf, type WrittenArray } from "./peer-case.ts";
import { notExpressible, type PeerCall } from "./peer-library.ts";

export interface LabelPair {
  readonly predicted: Int32Array;
  readonly truth: Int32Array;
  readonly shape: readonly number[];
}

/** The two label maps of a case. */
export function labelsOf({ predicted, truth }: PeerCase): LabelPair {
  return {
    predicted: Int32Array.from(valuesOf(predicted as WrittenArray)),
    truth: Int32Array.from(valuesOf(truth as WrittenArray)),
    shape: (truth as WrittenArray).shape,
  };
}

/** Pairs of the images, or of the channels of each image, [batch, ...] with the first axes taken apart. */
export function split({ predicted, truth, shape }: LabelPair, axes: number): LabelPair[] {
  const space = shape.slice(axes);
  const size = space.reduce((a, b) => a * b, 1);
  const at = (labels: Int32Array, k: number): Int32Array => labels.subarray(k * size, (k + 1) * size);
  return Array.from({ length: truth.length / size }, (_, k) => ({
    predicted: at(predicted, k),
    truth: at(truth, k),
    shape: space,
  }));
}

/** The counts of a mask. */
export function maskCounts({ predicted, truth }: LabelPair): ClassCounts {
  return classCounts(confusionMatrix(predicted, truth, { classes: 2 }))[1];
}

/** A metric of two masks. */
export function maskScore(
  metric: Metric,
  { predicted, truth }: LabelPair,
  parameters: Readonly<Record<string, number>> = {},
  empty: EmptyPolicy = "perfect",
): number {
  const matrix = confusionMatrix(predicted, truth, { classes: 2 });
  return score(metric, matrix, { classes: [1], parameters, empty }).value ?? Number.NaN;
}

/** The call of a metric of two masks. */
export function maskCall(metric: Metric, parameters: Readonly<Record<string, number>> = {}): PeerCall {
  return (each) => maskScore(metric, labelsOf(each), parameters);
}

/** A metric of masks by its name. */
export function maskMetric(name: string): MaskMetric {
  return [...maskMetrics, ...objectMetrics].find((metric) => metric.name === name) as MaskMetric;
}

/** A metric that needs the places of the pixels, of two masks; a penalty of infinity where one is missing. */
export function placedScore(
  metric: MaskMetric,
  { predicted, truth, shape }: LabelPair,
  options: RegionOptions = {},
): number {
  const mask = [{ name: "mask", labels: [1] }];
  const all = { shape, penalty: Number.POSITIVE_INFINITY, ...options };
  return scoreRegions(metric, predicted, truth, mask, all).value ?? Number.NaN;
}

/** A metric of two surfaces in 2-D or 3-D; a penalty of infinity where one is missing. */
export function surfaceScore(
  metric: SurfaceMetric,
  { predicted, truth, shape }: LabelPair,
  parameters: Readonly<Record<string, number | string>> = {},
  options: SurfaceOptions = {},
): number {
  const distances = surfaceDistances(predicted, truth, shape, {
    penalty: Number.POSITIVE_INFINITY,
    ...options,
  });
  return scoreSurface(metric, distances, parameters) ?? Number.NaN;
}

/** A metric of what a case names in its options, or nothing that segloss has. */
export function named<T>(table: Readonly<Record<string, T>>, name: unknown): T {
  return Object.hasOwn(table, String(name)) ? table[String(name)] : notExpressible(`no metric ${name}`);
}

/** The probabilities of a case, `classes` per pixel, and the true labels. */
export function probabilitiesOf(each: PeerCase) {
  const { shape, ...array } = each.probabilities as WrittenArray;
  return {
    probabilities: valuesOf({ shape, ...array }),
    truth: labelsOf({ ...each, predicted: each.truth as WrittenArray }).truth,
    classes: shape[1] ?? 1,
  };
}

/** Rows of numbers as nested lists of a shape. */
export function nested(values: readonly number[], columns: number): Nested {
  return Array.from({ length: values.length / columns }, (_, i) =>
    values.slice(i * columns, (i + 1) * columns),
  );
}

/** The mean of the values that are there; NaN without one. */
export function meanOf(values: readonly number[]): number {
  const present = values.filter((value) => !Number.isNaN(value));
  return present.reduce((a, b) => a + b, 0) / present.length;
}
