import { connectedComponents, distanceTransform, nearestCells, unetWeights } from "segloss";
import { expect, test } from "vitest";
import { readGolden } from "./golden-case.ts";

interface Distances {
  readonly id: string;
  readonly shape: number[];
  readonly spacing: number[];
  readonly mask: number[];
  /** null: infinite. */
  readonly distance: (number | null)[];
}

interface Cells {
  readonly id: string;
  readonly shape: number[];
  readonly spacing: number[];
  readonly labels: number[];
  readonly d1: (number | null)[];
  readonly d2: (number | null)[];
  readonly w0: number;
  readonly sigma: number;
  readonly weights: number[];
}

interface Components {
  readonly id: string;
  readonly shape: number[];
  readonly connectivity: "face" | "full";
  readonly mask: number[];
  readonly count: number;
  readonly labels: number[];
}

const { tolerance, cases } = readGolden("fields.json") as {
  tolerance: number;
  cases: { distances: Distances[]; nearestCells: Cells[]; components: Components[] };
};

function close(found: ArrayLike<number>, expected: readonly (number | null)[], within = tolerance): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    const same = value === null ? found[i] === Infinity : Math.abs(found[i] - value) <= within;
    if (!same) throw new Error(`pixel ${i}: expected ${value ?? Infinity}, got ${found[i]}`);
  });
}

test.for(cases.distances.map((each) => [each.id, each] as const))("distances of scipy: %s", ([, each]) => {
  close(distanceTransform(Uint8Array.from(each.mask), each.shape, { spacing: each.spacing }), each.distance);
});

test.for(cases.nearestCells.map((each) => [each.id, each] as const))("nearest two cells: %s", ([, each]) => {
  const { d1, d2 } = nearestCells(Uint8Array.from(each.labels), each.shape, { spacing: each.spacing });
  close(d1, each.d1);
  close(d2, each.d2);
});

test.for(cases.nearestCells.map((each) => [each.id, each] as const))("U-Net weights: %s", ([, each]) => {
  const { w0, sigma, spacing } = each;
  const weights = unetWeights(Uint8Array.from(each.labels), each.shape, { w0, sigma, spacing });
  close(weights, each.weights, 1e-6); // float32, at most 11
});

test.for(cases.components.map((each) => [each.id, each] as const))("components of scipy: %s", ([, each]) => {
  const found = connectedComponents(Uint8Array.from(each.mask), each.shape, {
    connectivity: each.connectivity,
  });
  expect(found.count).toBe(each.count);
  expect([...found.labels]).toEqual(each.labels);
});
