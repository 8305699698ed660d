import { drawKernel } from "./draw-kernel/draw-kernel.ts";
import { AT_ONCE } from "./draw-kernel/draw-places.ts";
import { mixed, STEP } from "./mixed.ts";

/** Draws from which on vector code pays for being made. */
const WORTH_KERNEL = 2 ** 19;
/** Images whose values vector code takes: 64 MB. */
const MOST_IMAGES = 2 ** 22;

/**
 * Means of two columns over data sets of as many images, drawn with replacement; both columns of the same images. The numbers are those
 * that `randomIndices` draws from the same seed.
 */
export function drawMeans(
  [a, b]: readonly Float64Array[],
  [ofA, ofB]: readonly Float64Array[],
  seed: number,
): void {
  const [images, sets] = [a.length, ofA.length];
  const pays = images * sets >= WORTH_KERNEL && images <= MOST_IMAGES;
  const kernel = pays ? drawKernel(a, b, seed) : undefined;
  if (kernel) for (let first = 0; first < sets; first += AT_ONCE) kernel(first, ofA, ofB);
  else drawOneByOne([a, b], [ofA, ofB], seed);
}

/** Exported for its test: the way of hosts without WebAssembly. */
export function drawOneByOne(
  [a, b]: readonly Float64Array[],
  [ofA, ofB]: readonly Float64Array[],
  seed: number,
): void {
  const means = new Float64Array(2);
  let state = seed | 0;
  for (let k = 0; k < ofA.length; k++) {
    state = meansFrom(state, a, b, means);
    ofA[k] = means[0];
    ofB[k] = means[1];
  }
}

/** As a function of plain numbers this takes less than half of the time that it took in a closure. */
function meansFrom(state: number, a: Float64Array, b: Float64Array, into: Float64Array): number {
  const n = a.length;
  const scale = n / 2 ** 32;
  let sumA = 0;
  let sumB = 0;
  let at = state;
  for (let i = 0; i < n; i++) {
    at = (at + STEP) | 0;
    const k = (mixed(at) * scale) | 0;
    sumA += a[k];
    sumB += b[k];
  }
  into[0] = sumA / n;
  into[1] = sumB / n;
  return at;
}
