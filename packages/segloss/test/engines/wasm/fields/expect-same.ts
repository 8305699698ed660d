import { expect } from "vitest";

/** Equal to the last bit after rounding to single precision: millions of values in no time, which `toEqual` takes. */
export function expectSame(found: Float32Array, expected: ArrayLike<number>): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++)
    if (!Object.is(found[i], Math.fround(expected[i])))
      expect(found[i], `pixel ${i}`).toBe(Math.fround(expected[i]));
}

/** Within a relative bound; infinite where the other is. */
export function expectWithin(found: Float32Array, expected: ArrayLike<number>, bound: number): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) {
    if (found[i] === expected[i]) continue;
    const error = Math.abs(found[i] - expected[i]);
    if (!(error <= bound * Math.abs(expected[i])))
      expect(error, `pixel ${i}`).toBeLessThanOrEqual(bound * Math.abs(expected[i]));
  }
}
