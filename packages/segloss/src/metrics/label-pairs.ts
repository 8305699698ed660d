import { check } from "../door/check.ts";
import type { Kind } from "../door/kind.ts";
import { FINITE, listOf } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import type { LabelArray } from "../fields/grid.ts";
import { countBytePairs, countTwoValues } from "./count-byte-pairs.ts";

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
 * @param pixels how many pixels each value of the maps stands for, as many as they have values. Default: one
 * @throws RangeError when the maps or `pixels` differ in length
 */
export function labelPairs(
  prediction: LabelArray,
  annotation: LabelArray,
  pixels?: Float64Array,
): LabelPair[] {
  const predicted = readLabels("prediction", prediction);
  const truth = readLabels("truth", annotation);
  if (predicted.length !== truth.length)
    throw new RangeError(
      `prediction and truth must have the same pixels, got ${predicted.length} and ${truth.length} values`,
    );
  if (pixels !== undefined) return pairsOfMany(predicted, truth, checkedPixels(pixels, truth.length));
  return predicted instanceof Uint8Array && truth instanceof Uint8Array
    ? pairsOfBytes(predicted, truth)
    : pairsOfAny(predicted, truth);
}

const PIXELS: Kind = {
  expected: "a Float64Array",
  fits: (value) => value instanceof Float64Array,
};

function checkedPixels(pixels: Float64Array, values: number): Float64Array {
  check("pixels", pixels, PIXELS);
  if (pixels.length === values) return pixels;
  throw new RangeError(
    `pixels must have a number for each value of the maps, got ${pixels.length} for ${values}`,
  );
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
  return pairsOfTwoValues(predicted, truth) ?? pairsOfManyValues(predicted, truth);
}

function pairsOfTwoValues(predicted: Uint8Array, truth: Uint8Array): LabelPair[] | undefined {
  const counted = countTwoValues(predicted, truth);
  if (!counted) return undefined;
  const { value, both } = counted;
  const [missed, extra] = [counted.truth - both, counted.predicted - both];
  return [
    { truth: 0, predicted: 0, pixels: truth.length - missed - extra - both },
    { truth: 0, predicted: value, pixels: extra },
    { truth: value, predicted: 0, pixels: missed },
    { truth: value, predicted: value, pixels: both },
  ].filter(({ pixels }) => pixels > 0);
}

function pairsOfManyValues(predicted: Uint8Array, truth: Uint8Array): LabelPair[] {
  const { labels, counts } = countBytePairs(predicted, truth);
  const found: LabelPair[] = [];
  for (let pair = 0; pair < counts.length; pair++) {
    const pixels = counts[pair];
    if (pixels > 0) found.push({ truth: Math.floor(pair / labels), predicted: pair % labels, pixels });
  }
  return found;
}

/** Runs of one pair are counted at once: maps have few labels, side by side. */
function pairsOfAny(predicted: LabelArray, truth: LabelArray): LabelPair[] {
  const table = pairTable();
  for (let i = 0, from = 0; i < truth.length; from = i) {
    const p = predicted[i];
    const t = truth[i];
    while (i < truth.length && predicted[i] === p && truth[i] === t) i++;
    table.add(t, p, i - from);
  }
  return table.pairs();
}

function pairsOfMany(predicted: LabelArray, truth: LabelArray, pixels: Float64Array): LabelPair[] {
  const table = pairTable();
  for (let i = 0; i < truth.length; i++) table.add(truth[i], predicted[i], pixels[i]);
  return table.pairs();
}

interface PairTable {
  add(truth: number, predicted: number, pixels: number): void;
  /** In order of the true, then the predicted label. */
  pairs(): LabelPair[];
}

function pairTable(): PairTable {
  const rows = new Map<number, Map<number, number>>();
  return {
    add(t, p, pixels) {
      const row = rows.get(t) ?? new Map<number, number>();
      rows.set(t, row.set(p, (row.get(p) ?? 0) + pixels));
    },
    pairs: () =>
      ascending(rows.keys()).flatMap((truth) => {
        const row = rows.get(truth) as Map<number, number>;
        return ascending(row.keys()).map((predicted) => ({
          ...{ truth, predicted },
          pixels: row.get(predicted) as number,
        }));
      }),
  };
}

function ascending(labels: Iterable<number>): number[] {
  const all = [...labels];
  return all.length > 1 ? all.sort((a, b) => a - b) : all;
}
