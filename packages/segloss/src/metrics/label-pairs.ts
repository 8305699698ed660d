import { check } from "../door/check.ts";
import type { Kind } from "../door/kind.ts";
import { FINITE, listOf } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import type { LabelArray } from "../fields/grid.ts";
import { countBytePairs } from "./count-byte-pairs.ts";

/** Pixels of one true and one predicted label. */
export interface LabelPair {
  readonly truth: number;
  readonly predicted: number;
  readonly pixels: number;
}

/**
 * Which labels meet in two label maps and in how many pixels, for maps whose labels are not known
 * beforehand; in order of the true, then the predicted label.
 *
 * @throws RangeError when the maps differ in length
 */
export function labelPairs(prediction: LabelArray, annotation: LabelArray): LabelPair[] {
  const predicted = readLabels("prediction", prediction);
  const truth = readLabels("truth", annotation);
  if (predicted.length !== truth.length)
    throw new RangeError(
      `prediction and truth must have the same pixels, got ${predicted.length} and ${truth.length} values`,
    );
  return predicted instanceof Uint8Array && truth instanceof Uint8Array
    ? pairsOfBytes(predicted, truth)
    : pairsOfAny(predicted, truth);
}

const PAIR: Kind = {
  expected: "{ truth, predicted, pixels }",
  fits: (value) => {
    const { truth, predicted, pixels } = (value ?? {}) as Partial<LabelPair>;
    return (
      Number.isSafeInteger(truth) &&
      Number.isSafeInteger(predicted) &&
      Number(pixels) >= 0 &&
      FINITE.fits(pixels)
    );
  },
};

/** Pairs of labels that somebody else counted. */
export function readPairs(name: string, given: Iterable<LabelPair>): readonly LabelPair[] {
  const isList = typeof given?.[Symbol.iterator] === "function";
  const pairs = isList && typeof given !== "string" && !ArrayBuffer.isView(given) ? [...given] : given;
  check(name, pairs, listOf(PAIR));
  return pairs as readonly LabelPair[];
}

function pairsOfBytes(predicted: Uint8Array, truth: Uint8Array): LabelPair[] {
  const { labels, counts } = countBytePairs(predicted, truth);
  const found: LabelPair[] = [];
  for (let pair = 0; pair < counts.length; pair++) {
    const pixels = counts[pair];
    if (pixels > 0) found.push({ truth: Math.floor(pair / labels), predicted: pair % labels, pixels });
  }
  return found;
}

function pairsOfAny(predicted: LabelArray, truth: LabelArray): LabelPair[] {
  const rows = new Map<number, Map<number, number>>();
  for (let i = 0, from = 0; i < truth.length; from = i) {
    const p = predicted[i];
    const t = truth[i];
    while (i < truth.length && predicted[i] === p && truth[i] === t) i++;
    const row = rows.get(t) ?? new Map<number, number>();
    rows.set(t, row.set(p, (row.get(p) ?? 0) + i - from));
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
