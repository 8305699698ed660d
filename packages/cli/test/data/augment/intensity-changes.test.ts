import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changeIntensity } from "../../../src/data/augment/change-intensity.ts";
import { INTENSITY_CHANGES } from "../../../src/data/augment/index.ts";
import type { IntensityChange } from "../../../src/data/augment/intensity-change.ts";
import { momentsOf } from "../../../src/data/augment/moments.ts";
import { type Random, random } from "../../../src/data/random.ts";

const PIXELS = 400;

/** Two channels of a crop, values of mean about 0 and deviation about 1. */
function planesOf(seed: number): Float32Array[] {
  const source = random(seed);
  return [0, 1].map((c) =>
    Float32Array.from({ length: PIXELS }, (_, i) => source.normal() + c * Math.sin(i)),
  );
}

const changeNamed = (name: string): IntensityChange => INTENSITY_CHANGES.find((one) => one.name === name)!;

function changed(name: string, seed: number): readonly [before: Float32Array[], after: Float32Array[]] {
  const [before, after] = [planesOf(seed), planesOf(seed)];
  changeNamed(name).apply(after, random(seed, 1));
  return [before, after];
}

const seeds = fc.integer({ min: 0, max: 1e6 });
const law = (check: (seed: number) => void) => fc.assert(fc.property(seeds, check), { numRuns: 40 });

/** Numbers that were drawn beforehand. */
function drawing(...numbers: number[]): Random {
  const next = () => numbers.shift()!;
  return {
    uniform: next,
    between: (low, high) => low + (high - low) * next(),
    integer: (limit) => Math.floor(next() * limit),
    normal: next,
  };
}

describe("changes of intensity", () => {
  test("brightness multiplies each channel by a factor of its own from 0.75 to 1.25", () =>
    law((seed) => {
      const [before, after] = changed("brightness", seed);
      const factors = before.map((plane, c) => after[c][0] / plane[0]);
      expect(factors[0]).not.toBe(factors[1]);
      for (const [c, factor] of factors.entries()) {
        expect(factor >= 0.7499 && factor <= 1.2501).toBe(true);
        before[c].forEach((value, i) => {
          expect(after[c][i]).toBeCloseTo(factor * value, 4);
        });
      }
    }));

  test("contrast multiplies the distance from the mean of the crop, cut off at its ends", () => {
    const plane = Float32Array.of(-2, 0, 1, 5);
    // The first number chooses factors below 1 (under 0.5) or above.
    changeNamed("contrast").apply([plane], drawing(0.1, 0.6));
    // 0.75 + 0.6 * 0.25 = 0.9 of the distances -3, -1, 0, 4 from the mean 1
    expect([...plane].map((value) => Number(value.toFixed(5)))).toEqual([-1.7, 0.1, 1, 4.6]);
    const wider = Float32Array.of(-2, 0, 1, 5);
    changeNamed("contrast").apply([wider], drawing(0.9, 1));
    expect([...wider]).toEqual([-2, -0.25, 1, 5]);
  });

  test.each(["gamma", "inverted gamma"])("%s keeps order, mean and deviation of each channel", (name) =>
    law((seed) => {
      const [before, after] = changed(name, seed);
      for (const [c, plane] of before.entries()) {
        const [was, is] = [momentsOf(plane), momentsOf(after[c])];
        expect(is.mean).toBeCloseTo(was.mean, 4);
        expect(is.deviation).toBeCloseTo(was.deviation, 4);
        const order = [...plane.keys()].sort((a, b) => plane[a] - plane[b]);
        for (let i = 1; i < order.length; i++)
          expect(after[c][order[i]] - after[c][order[i - 1]]).toBeGreaterThanOrEqual(-1e-5);
      }
    }),
  );

  test("gamma is a power of what lies between the ends, inverted gamma one of what is missing to the upper end", () => {
    const bent = (name: string) => {
      const plane = Float32Array.of(0, 1, 4);
      changeNamed(name).apply([plane], drawing(0.9, 1));
      return (plane[1] - plane[0]) / (plane[2] - plane[0]);
    };
    expect(bent("gamma")).toBeCloseTo(0.25 ** 1.5, 5);
    expect(bent("inverted gamma")).toBeCloseTo(1 - 0.75 ** 1.5, 5);
  });

  test("noise is the same in all channels, of a deviation of at most 0.1", () =>
    law((seed) => {
      const [before, after] = changed("noise", seed);
      const added = before.map((plane, c) => plane.map((value, i) => after[c][i] - value));
      expect(momentsOf(added[0]).deviation).toBeLessThan(0.115);
      added[0].forEach((value, i) => {
        expect(added[1][i]).toBeCloseTo(value, 5);
      });
    }));

  test("a constant channel stays finite", () => {
    for (const change of INTENSITY_CHANGES) {
      const plane = new Float32Array(16).fill(0.5);
      change.apply([plane], random(3));
      expect(plane.every(Number.isFinite)).toBe(true);
    }
  });

  test("come as often as they say, in units of the training images, and not at all for some crops", () => {
    const image = Float32Array.from({ length: 32 }, (_, i) => 10 + (i % 7));
    const scale = { mean: [12, 13], deviation: [2, 3] };
    const same = Array.from({ length: 2000 }, (_, k) => changeIntensity(image, scale, random(k)) === image);
    const untouched = INTENSITY_CHANGES.reduce((share, { chance }) => share * (1 - chance), 1);
    // 0.41; the standard deviation of the share of 2000 is 0.011.
    expect(same.filter(Boolean).length / 2000).toBeCloseTo(untouched, 1);
    const twice = [1, 2].map(() => changeIntensity(image, scale, random(4)));
    expect(twice[0]).toEqual(twice[1]);
  });
});
