import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { wasmFields } from "../../../../src/engines/wasm/kernels/fields/wasm-fields.ts";

/** null stands for Infinity. */
type Distances = readonly (number | null)[];

interface Case {
  readonly id: string;
  readonly shape: number[];
  readonly spacing: number[];
}

interface Golden {
  readonly cases: {
    readonly distances: readonly (Case & { mask: number[]; distance: Distances })[];
    readonly nearestCells: readonly (Case & {
      labels: number[];
      d1: Distances;
      d2: Distances;
      w0: number;
      sigma: number;
      weights: number[];
    })[];
  };
}

const path = new URL("../../../golden/fields.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(path, "utf8")) as Golden;
const fields = wasmFields();

/** Single precision: see the bounds in `WasmFields`. */
function expectDistances(found: Float32Array, expected: Distances): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((distance, i) => {
    if (distance === null) expect(found[i]).toBe(Infinity);
    else expect(Math.abs(found[i] - distance)).toBeLessThanOrEqual(3e-7 * distance);
  });
}

describe("scipy's values", () => {
  test.each(cases.distances)("distances $id", ({ shape, spacing, mask, distance }) => {
    expectDistances(fields.distanceTransform(Uint8Array.from(mask), shape, { spacing }), distance);
  });

  test.each(cases.nearestCells)("nearest cells $id", ({ shape, spacing, labels, d1, d2 }) => {
    const found = fields.nearestCells(Uint8Array.from(labels), shape, { spacing });
    expectDistances(found.d1, d1);
    expectDistances(found.d2, d2);
  });

  test.each(cases.nearestCells)("U-Net weights $id", ({ shape, spacing, labels, w0, sigma, weights }) => {
    const found = fields.unetWeights(Uint8Array.from(labels), shape, { spacing, w0, sigma });
    weights.forEach((weight, i) => {
      expect(Math.abs(found[i] - weight)).toBeLessThanOrEqual(1e-6 * weight);
    });
  });
});
