const LABELS = 256;

/**
 * Counts the pairs of two label maps of one byte a pixel: `[truth * 256 + predicted]`, in one table for
 * all labels, so that no label needs a check.
 *
 * Label maps are mostly runs: four pixels are read at a time, and only where they differ from the four
 * before is the table touched, with the number of repeats. Both are exact for any maps.
 */
export function countBytePairs(predicted: Uint8Array, truth: Uint8Array): Int32Array {
  const pairs = new Int32Array(LABELS * LABELS);
  const whole = truth.length - (truth.length % 4);
  const p = words(predicted, whole);
  const t = words(truth, whole);
  let repeats = 0;
  let predictedFour = 0;
  let truthFour = 0;
  for (let i = 0; i < t.length; i++) {
    if (p[i] === predictedFour && t[i] === truthFour) repeats++;
    else {
      addFour(pairs, predictedFour, truthFour, repeats);
      predictedFour = p[i];
      truthFour = t[i];
      repeats = 1;
    }
  }
  addFour(pairs, predictedFour, truthFour, repeats);
  for (let i = whole; i < truth.length; i++) pairs[(truth[i] << 8) | predicted[i]]++;
  return pairs;
}

/** The first bytes as 32-bit words; copied only where they do not start at one. */
function words(bytes: Uint8Array, length: number): Int32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice(0, length);
  return new Int32Array(aligned.buffer, aligned.byteOffset, length / 4);
}

function addFour(pairs: Int32Array, p: number, t: number, repeats: number): void {
  pairs[((t & 255) << 8) | (p & 255)] += repeats;
  pairs[(t & 0xff00) | ((p >>> 8) & 255)] += repeats;
  pairs[((t >>> 8) & 0xff00) | ((p >>> 16) & 255)] += repeats;
  pairs[((t >>> 16) & 0xff00) | (p >>> 24)] += repeats;
}

/** The confusion matrix in the table of all pairs; undefined when a label is neither a class nor ignored. */
export function foldBytePairs(
  pairs: Int32Array,
  classes: number,
  ignored: readonly number[],
): Float64Array | undefined {
  const counts = new Float64Array(classes * classes);
  for (let t = 0; t < LABELS; t++) {
    if (ignored.includes(t)) continue;
    for (let p = 0; p < LABELS; p++) {
      const n = pairs[t * LABELS + p];
      if (n === 0) continue;
      if (t >= classes || p >= classes) return undefined;
      counts[t * classes + p] = n;
    }
  }
  return counts;
}
