/**
 * A seeded source of whole numbers 0 to n - 1, the same on every machine: 32-bit state stepped by the
 * golden ratio and mixed (splitmix32 after G. Steele and others, "Fast Splittable Pseudorandom Number
 * Generators", OOPSLA 2014, with the 32-bit finaliser of MurmurHash3).
 */
export function randomIndices(seed: number): (n: number) => number {
  let state = seed | 0;
  return (n) => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return Math.floor((((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32) * n);
  };
}
