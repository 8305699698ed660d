/** Pixels of each pair of labels: `counts[truth * labels + predicted]`. */
export interface BytePairs {
  /** A power of two that all labels are below. */
  readonly labels: number;
  readonly counts: Int32Array;
}

/** Maps of more pixels take longer to look through for the greatest label than the full table costs. */
const LARGE = 2 ** 20;

/**
 * Counts the pairs of two label maps of one byte a pixel, in a table of all labels that there are, so that
 * no label needs a check.
 *
 * Label maps are mostly runs: four pixels are read at a time, and only where they differ from the four
 * before is the table touched, with the number of repeats. Both are exact for any maps.
 */
export function countBytePairs(predicted: Uint8Array, truth: Uint8Array): BytePairs {
  const whole = truth.length - (truth.length % 4);
  const p = words(predicted, whole);
  const t = words(truth, whole);
  const bits = truth.length > LARGE ? 8 : bitsOfLabels(predicted, truth, p, t);
  const counts = new Int32Array(2 ** (2 * bits));
  let repeats = 0;
  let predictedFour = 0;
  let truthFour = 0;
  for (let i = 0; i < t.length; i++) {
    if (p[i] === predictedFour && t[i] === truthFour) repeats++;
    else {
      addFour(counts, bits, predictedFour, truthFour, repeats);
      predictedFour = p[i];
      truthFour = t[i];
      repeats = 1;
    }
  }
  addFour(counts, bits, predictedFour, truthFour, repeats);
  for (let i = whole; i < truth.length; i++) counts[(truth[i] << bits) | predicted[i]]++;
  return { labels: 2 ** bits, counts };
}

/** The first bytes as 32-bit words; copied only where they do not start at one. */
function words(bytes: Uint8Array, length: number): Int32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice(0, length);
  return new Int32Array(aligned.buffer, aligned.byteOffset, length / 4);
}

/** Bits that hold any label of either map. */
function bitsOfLabels(predicted: Uint8Array, truth: Uint8Array, p: Int32Array, t: Int32Array): number {
  let any = 0;
  for (let i = 0; i < t.length; i++) any |= p[i] | t[i];
  for (let i = 4 * t.length; i < truth.length; i++) any |= predicted[i] | truth[i];
  const label = (any | (any >>> 8) | (any >>> 16) | (any >>> 24)) & 255;
  return Math.max(1, 32 - Math.clz32(label));
}

function addFour(counts: Int32Array, bits: number, p: number, t: number, repeats: number): void {
  counts[((t & 255) << bits) | (p & 255)] += repeats;
  counts[(((t >>> 8) & 255) << bits) | ((p >>> 8) & 255)] += repeats;
  counts[(((t >>> 16) & 255) << bits) | ((p >>> 16) & 255)] += repeats;
  counts[((t >>> 24) << bits) | (p >>> 24)] += repeats;
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
