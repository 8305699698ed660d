/**
 * A seeded source of whole numbers, the same on every machine: fills an array of length n with numbers from 0 to
 * n - 1. 32-bit state stepped by the golden ratio and mixed (splitmix32 after G. Steele and others, "Fast Splittable
 * Pseudorandom Number Generators", OOPSLA 2014, with the 32-bit finaliser of MurmurHash3).
 */
export function randomIndices(seed: number): (into: Int32Array) => void {
  let state = seed | 0;
  return (into) => {
    const n = into.length;
    for (let i = 0; i < n; i++) {
      state = (state + 0x9e3779b9) | 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
      into[i] = (((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32) * n;
    }
  };
}
