import { mixed, STEP } from "./mixed.ts";

/**
 * A seeded source of whole numbers, the same on every machine: 32-bit state stepped by the golden ratio and mixed
 * (splitmix32 after G. Steele and others, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, with the 32-bit
 * finaliser of MurmurHash3).
 */
export interface RandomIndices {
  /** Fills an array of length n with numbers from 0 to n - 1. */
  fill(into: Int32Array): void;
}

export function randomIndices(seed: number): RandomIndices {
  let state = seed | 0;
  return {
    fill(into) {
      const n = into.length;
      const scale = n / 2 ** 32;
      for (let i = 0; i < n; i++) {
        state = (state + STEP) | 0;
        into[i] = mixed(state) * scale;
      }
    },
  };
}
