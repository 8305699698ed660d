import { check } from "../../door/check.ts";
import { checkOptions } from "../../door/check-options.ts";
import type { Kind } from "../../door/kind.ts";
import { FINITE, having, LABELS, listOf, NUMBERS, RECORD } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import type { LabelArray } from "../../fields/grid.ts";
import { gridAxes } from "../../fields/grid.ts";

/** A place where something was detected. */
export interface DetectedPoint {
  /** Pixel along each axis of the shape. */
  readonly at: readonly number[];
  readonly probability: number;
}

/** Free-response curve: false alarms per image and the share of lesions found, at each probability, ascending. */
export interface FrocCurve {
  readonly thresholds: readonly number[];
  readonly falseAlarms: readonly number[];
  readonly sensitivity: readonly number[];
}

/** Detections of points over any number of images. Memory: a number a detection. */
export interface Froc {
  /**
   * Adds an image.
   *
   * @param truth 0 where there is nothing, else the number of a lesion
   * @param ignore lesions that do not count, nor do points in them
   * @throws RangeError for points outside of the shape
   */
  add(
    points: readonly DetectedPoint[],
    truth: LabelArray,
    shape: readonly number[],
    options?: { readonly ignore?: number | readonly number[] },
  ): Froc;
  /** Adds what another one holds; any order gives the same. */
  merge(other: Froc): Froc;
  curve(): FrocCurve;
  /**
   * Mean of the sensitivity at these false alarms per image, on straight lines between the points; NaN without a lesion.
   * Default: 1/4, 1/2, 1, 2, 4, 8, as CAMELYON16.
   */
  score(rates?: readonly number[]): number;
  /** Of false alarms, and of lesions that were found, the surest point in each. */
  readonly probabilities: { readonly falseAlarms: number[]; readonly found: number[] };
  readonly counts: { images: number; lesions: number };
}

const POINT: Kind = {
  expected: "{ at, probability }",
  fits: (value) => {
    const { at, probability } = (value ?? {}) as Partial<DetectedPoint>;
    return Array.isArray(at) && NUMBERS.fits(at) && typeof probability === "number";
  },
};

const FROC: Kind = {
  expected: "what froc gives",
  fits: (value) =>
    having("", "add", "curve").fits(value) &&
    [(value as Froc).probabilities, (value as Froc).counts].every(RECORD.fits),
};

const RATES: Kind = {
  expected: "a list of one rate or more, each a number, 0 or more",
  fits: (value) => Array.isArray(value) && value.length > 0 && value.every((x) => FINITE.fits(x) && x >= 0),
};

/**
 * Free-response receiver operating characteristic of points: a lesion is found by the surest point in it, further points in
 * it are neither right nor wrong, and points elsewhere are false alarms.
 *
 * B. Ehteshami Bejnordi and others, JAMA 318 (22), 2017 (CAMELYON16)
 */
export function froc(): Froc {
  const probabilities: Froc["probabilities"] = { falseAlarms: [], found: [] };
  const counts = { images: 0, lesions: 0 };
  const all: Froc = {
    ...{ probabilities, counts },
    add(points, annotation, shape, options = {}) {
      check("add: points", points, listOf(POINT));
      checkOptions("add", options, { ignore: LABELS });
      const truth = readLabels("truth", annotation);
      gridAxes("truth", truth.length, shape);
      const { ignore = [] } = options;
      const left = new Set([ignore].flat());
      const lesions = [...new Set(truth)].filter((label) => label !== 0 && !left.has(label));
      const hits = points.map((point) => truth[indexOf(point, shape)]);
      const surest = (label: number) =>
        points.reduce(
          (best, { probability }, k) => (hits[k] === label ? Math.max(best, probability) : best),
          -Infinity,
        );
      const found = lesions.map(surest).filter((probability) => probability > -Infinity);
      probabilities.falseAlarms.push(
        ...points.filter((_, k) => hits[k] === 0).map((point) => point.probability),
      );
      probabilities.found.push(...found);
      counts.images++;
      counts.lesions += lesions.length;
      return all;
    },
    merge(other) {
      check("merge: other", other, FROC);
      probabilities.falseAlarms.push(...other.probabilities.falseAlarms);
      probabilities.found.push(...other.probabilities.found);
      counts.images += other.counts.images;
      counts.lesions += other.counts.lesions;
      return all;
    },
    curve: () => curveOf(all),
    score(rates = [0.25, 0.5, 1, 2, 4, 8]) {
      check("score: rates", rates, RATES);
      const { falseAlarms, sensitivity } = curveOf(all);
      return (
        rates.reduce((sum, rate) => sum + interpolated(rate, falseAlarms, sensitivity), 0) / rates.length
      );
    },
  };
  return all;
}

function curveOf({ probabilities: { falseAlarms, found }, counts }: Froc): FrocCurve {
  const thresholds = [...new Set([...falseAlarms, ...found])].sort((a, b) => b - a);
  const reaching = (values: readonly number[], least: number) =>
    values.filter((value) => value >= least).length;
  return {
    thresholds: [Infinity, ...thresholds],
    falseAlarms: [0, ...thresholds.map((least) => reaching(falseAlarms, least) / counts.images)],
    sensitivity: [0, ...thresholds.map((least) => reaching(found, least) / counts.lesions)],
  };
}

/** On the line between the points on either side; at a rate of several points the most that is reached there. */
function interpolated(rate: number, x: readonly number[], y: readonly number[]): number {
  const after = x.findIndex((value) => value > rate);
  if (after < 0) return y[y.length - 1];
  const before = after - 1;
  return y[before] + ((rate - x[before]) / (x[after] - x[before])) * (y[after] - y[before]);
}

function indexOf({ at, probability }: DetectedPoint, shape: readonly number[]): number {
  const inside =
    at.length === shape.length && at.every((k, axis) => Number.isInteger(k) && k >= 0 && k < shape[axis]);
  if (!inside) throw new RangeError(`point [${at}] is no pixel of shape [${shape}]`);
  if (Number.isNaN(probability)) throw new RangeError(`point [${at}] must have a probability, got NaN`);
  return at.reduce((index, k, axis) => index * shape[axis] + k, 0);
}
