/** What the state of a source of numbers grows by from one to the next. */
const STEP = 0x9e3779b9;

/**
 * A seeded source of whole numbers, the same on every machine: 32-bit state stepped by the golden ratio and mixed
 * (splitmix32 after G. Steele and others, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, with the 32-bit
 * finaliser of MurmurHash3).
 */
export interface RandomIndices {
  /** Fills an array of length n with numbers from 0 to n - 1. */
  fill(into: Int32Array): void;
  /**
   * The means of values of two lists at the next n numbers, n the length of both: those that `fill` would have given,
   * in that order.
   */
  means(a: Float64Array, b: Float64Array, into: Float64Array): void;
}

export function randomIndices(seed: number): RandomIndices {
  let state = seed | 0;
  return {
    fill(into) {
      const n = into.length;
      for (let i = 0; i < n; i++) {
        state = (state + STEP) | 0;
        into[i] = index(state, n);
      }
    },
    means(a, b, into) {
      const n = a.length;
      let [sumA, sumB, at] = [0, 0, state];
      for (let i = 0; i < n; i++) {
        at = (at + STEP) | 0;
        const k = index(at, n) | 0;
        sumA += a[k];
        sumB += b[k];
      }
      state = at;
      into[0] = sumA / n;
      into[1] = sumB / n;
    },
  };
}

function index(state: number, n: number): number {
  let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32) * n;
}
