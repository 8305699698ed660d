import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { connectedComponents, distanceTransform, nearestCells, unetWeights } from "../../src/fields/index.ts";

/** null stands for Infinity. */
type Distances = readonly (number | null)[];

interface Golden {
  readonly tolerance: number;
  readonly cases: {
    readonly distances: readonly {
      id: string;
      shape: number[];
      spacing: number[];
      mask: number[];
      distance: Distances;
    }[];
    readonly nearestCells: readonly {
      id: string;
      shape: number[];
      spacing: number[];
      labels: number[];
      d1: Distances;
      d2: Distances;
      w0: number;
      sigma: number;
      weights: number[];
    }[];
    readonly components: readonly {
      id: string;
      shape: number[];
      connectivity: "face" | "full";
      mask: number[];
      count: number;
      labels: number[];
    }[];
  };
}

const path = new URL("../golden/fields.json", import.meta.url);
const golden = JSON.parse(readFileSync(path, "utf8")) as Golden;

function expectDistances(found: Float64Array, expected: Distances): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((distance, i) => {
    if (distance === null) expect(found[i]).toBe(Infinity);
    else expect(Math.abs(found[i] - distance)).toBeLessThanOrEqual(golden.tolerance * Math.max(1, distance));
  });
}

describe("scipy's values", () => {
  test.each(golden.cases.distances)("distances $id", ({ shape, spacing, mask, distance }) => {
    expectDistances(distanceTransform(Uint8Array.from(mask), shape, { spacing }), distance);
  });

  test.each(golden.cases.nearestCells)("nearest cells $id", ({ shape, spacing, labels, d1, d2 }) => {
    const found = nearestCells(Uint8Array.from(labels), shape, { spacing });
    expectDistances(found.d1, d1);
    expectDistances(found.d2, d2);
  });

  test.each(golden.cases.nearestCells)(
    "U-Net weights $id",
    ({ shape, spacing, labels, w0, sigma, weights }) => {
      const found = unetWeights(Uint8Array.from(labels), shape, { spacing, w0, sigma });
      expect(found.length).toBe(weights.length);
      // One unit in the last place of float32: the float64 weights may lie on either side of a rounding edge.
      weights.forEach((weight, i) => {
        expect(Math.abs(found[i] - weight)).toBeLessThanOrEqual(2 ** -23 * weight);
      });
    },
  );

  test.each(golden.cases.components)("components $id", ({ shape, connectivity, mask, count, labels }) => {
    const found = connectedComponents(Uint8Array.from(mask), shape, { connectivity });
    expect({ count: found.count, labels: [...found.labels] }).toEqual({ count, labels });
  });
});
