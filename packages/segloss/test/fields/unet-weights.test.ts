import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unetWeights } from "../../src/fields/index.ts";
import { bruteCellDistances } from "./brute-force.ts";
import { drawn, pictures } from "./pictures.ts";

describe("unetWeights", () => {
  test("is the paper's formula of the distances over all pairs", () => {
    const parameters = fc.record({
      w0: fc.integer({ min: 0, max: 20 }),
      sigma: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(pictures(4, "spacing"), parameters, (picture, { w0, sigma }) => {
        const weights = unetWeights(picture.values, picture.shape, { w0, sigma, spacing: picture.spacing });
        bruteCellDistances(picture).forEach(([first, second], i) => {
          const gap = Math.sqrt(first) + Math.sqrt(second);
          expect(weights[i]).toBeCloseTo(1 + w0 * Math.exp(-(gap ** 2) / (2 * sigma ** 2)), 5);
        });
      }),
    );
  });

  test("on the background only, cells weigh 1", () => {
    const { labels, shape } = drawn("11.22");
    const gap = Math.fround(1 + 10 * Math.exp(-4 / 50));
    expect([...unetWeights(labels, shape, { only: "background" })]).toEqual([1, 1, gap, 1, 1]);
    expect(unetWeights(labels, shape)[2]).toBe(gap);
    expect(unetWeights(labels, shape)[0]).toBeCloseTo(1 + 10 * Math.exp(-9 / 50), 6);
  });

  test("fewer than two cells: no gap, weight 1", () => {
    expect([...unetWeights(new Uint8Array(3), [3])]).toEqual([1, 1, 1]);
    expect([...unetWeights(new Uint8Array([0, 1, 0]), [3])]).toEqual([1, 1, 1]);
  });

  test("refuses what does not fit", () => {
    const labels = new Uint8Array(2);
    expect(() => unetWeights(labels, [2], { sigma: 0 })).toThrow(/sigma must be a positive number.* got 0/);
    expect(() => unetWeights(labels, [2], { w0: Infinity })).toThrow(
      /w0 must be a finite number, got Infinity/,
    );
    expect(() => unetWeights(labels, [2], { only: "cells" as "everywhere" })).toThrow(
      /only must be "everywhere"/,
    );
    expect(() => unetWeights(labels, [2], { output: new Float32Array(1) })).toThrow(
      /output must hold 2 values/,
    );
  });
});
