import { type PairKernel, pairKernel } from "./pair-kernel/pair-kernel.ts";
import { BLOCK, CHUNK } from "./pair-kernel/pair-places.ts";

/** Pixels of each pair of labels: `counts[truth * labels + predicted]`. */
export interface BytePairs {
  /** A power of two that all labels are below. */
  readonly labels: number;
  readonly counts: Float64Array;
}

/** The counters of a kernel hold 32 bits. */
const MOST_CHUNKS = 2 ** 31 / CHUNK;

/** Made when it is first asked for and kept: scratch memory, the same for every call, empty between calls. */
const kernel = once(pairKernel);

/**
 * Counts the pairs of two label maps of one byte a pixel, in a table of all labels up to the greatest, so that no
 * label needs a check. Vector code where the host has it.
 */
export function countBytePairs(predicted: Uint8Array, truth: Uint8Array): BytePairs {
  const fast = kernel();
  const whole = fast ? truth.length - (truth.length % BLOCK) : 0;
  const start: Counted = { bits: 1, counts: new Float64Array(4) };
  const counted = fast && whole > 0 ? countChunks(fast, predicted, truth, whole) : start;
  const { bits, counts } = countOneByOne(counted, predicted, truth, whole);
  return { labels: 2 ** bits, counts };
}

/** Pixels by pair, at `truth << bits | predicted`. */
interface Counted {
  readonly bits: number;
  readonly counts: Float64Array;
}

/** The table has the bits that the labels so far need, since most maps have few labels. */
function countChunks(fast: PairKernel, predicted: Uint8Array, truth: Uint8Array, end: number): Counted {
  let counted: Counted = { bits: 1, counts: new Float64Array(4) };
  let chunks = 0;
  for (let from = 0; from < end; from += CHUNK) {
    const to = Math.min(from + CHUNK, end);
    fast.load(predicted.subarray(from, to), truth.subarray(from, to));
    const needed = Math.max(1, 32 - Math.clz32(fast.anyLabel()));
    if (needed > counted.bits || chunks === MOST_CHUNKS) {
      if (chunks > 0) fast.drain(counted.bits, counted.counts);
      chunks = 0;
      counted = widened(counted, needed);
    }
    fast.count(counted.bits);
    chunks++;
  }
  fast.drain(counted.bits, counted.counts);
  return counted;
}

function countOneByOne(counted: Counted, predicted: Uint8Array, truth: Uint8Array, from: number): Counted {
  let any = 0;
  for (let i = from; i < truth.length; i++) any |= predicted[i] | truth[i];
  const { bits, counts } = widened(counted, 32 - Math.clz32(any));
  for (let i = from; i < truth.length; i++) counts[(truth[i] << bits) | predicted[i]]++;
  return { bits, counts };
}

/** The same counts in a table for labels of at least so many bits. */
function widened({ bits, counts }: Counted, needed: number): Counted {
  if (needed <= bits) return { bits, counts };
  const wide = new Float64Array(2 ** (2 * needed));
  counts.forEach((n, pair) => {
    wide[((pair >> bits) << needed) | (pair & (2 ** bits - 1))] = n;
  });
  return { bits: needed, counts: wide };
}

/** Pixels of each pair of labels where both maps hold nothing but 0 and one value. */
export interface TwoValues {
  readonly value: number;
  /** Pixels of the value in the prediction, in the truth and in both. */
  readonly predicted: number;
  readonly truth: number;
  readonly both: number;
}

/** Counts maps of one value beside 0, as masks are, in a fifth of the time; undefined for other maps, and in hosts without vectors. */
export function countTwoValues(predicted: Uint8Array, truth: Uint8Array): TwoValues | undefined {
  const fast = kernel();
  if (!fast || truth.length < BLOCK) return undefined;
  const whole = truth.length - (truth.length % BLOCK);
  let value = 0;
  const counts = [0, 0, 0];
  for (let from = 0; from < whole; from += CHUNK) {
    const to = Math.min(from + CHUNK, whole);
    fast.load(predicted.subarray(from, to), truth.subarray(from, to));
    value ||= fast.anyLabel();
    if (value === 0) continue;
    const found = fast.twoValues(value);
    if (!found) return undefined;
    for (let k = 0; k < 3; k++) counts[k] += found[k];
  }
  for (let i = whole; i < truth.length; i++) {
    const [p, t] = [predicted[i], truth[i]];
    value ||= p | t;
    if ((p !== 0 && p !== value) || (t !== 0 && t !== value)) return undefined;
    counts[0] += Number(p !== 0);
    counts[1] += Number(t !== 0);
    counts[2] += Number(p !== 0 && t !== 0);
  }
  return { value, predicted: counts[0], truth: counts[1], both: counts[2] };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The confusion matrix in the table of all pairs; undefined when a label is neither a class nor ignored. */
export function foldBytePairs(
  { labels, counts }: BytePairs,
  classes: number,
  ignored: readonly number[],
): Float64Array | undefined {
  const matrix = new Float64Array(classes * classes);
  for (let t = 0; t < labels; t++) {
    if (ignored.includes(t)) continue;
    for (let p = 0; p < labels; p++) {
      const n = counts[t * labels + p];
      if (n === 0) continue;
      if (t >= classes || p >= classes) return undefined;
      matrix[t * classes + p] = n;
    }
  }
  return matrix;
}
