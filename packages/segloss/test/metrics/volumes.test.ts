import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { skeleton } from "../../src/fields/index.ts";
import {
  centrelineDice,
  hausdorffDistance,
  meanAverageSurfaceDistance,
  normalizedSurfaceDice,
  scoreSurface,
  surfaceDistances,
} from "../../src/metrics/index.ts";
import { cubeArea } from "../../src/metrics/surface/cube-area.ts";

interface Masks {
  readonly id: string;
  readonly shape: readonly number[];
  /** A digit per pixel. */
  readonly predicted: string;
  readonly truth: string;
}
interface Golden {
  readonly cubes: readonly { readonly spacing: number[]; readonly areas: number[] }[];
  readonly elements: readonly (Masks & { spacing: number[]; values: Record<string, number> })[];
  readonly skeletons: readonly (Masks & { skeletons: [string, string]; clDice: number })[];
}

const golden = JSON.parse(readFileSync(new URL("golden/volumes.json", import.meta.url), "utf8")) as Golden;
const maskOf = (digits: string) => Uint8Array.from(digits, Number);

test.each(golden.cubes)("surface-distance's area of each of the 256 cubes, spacing $spacing", (one) => {
  one.areas.forEach((area, inside) => {
    expect(cubeArea(inside, one.spacing), `cube ${inside}`).toBeCloseTo(area, 12);
  });
});

test.each(golden.elements)("surface-distance's values of elements in 3-D, $id", (one) => {
  const { shape, spacing, predicted, truth, values } = one;
  const options = { spacing, surface: "elements" } as const;
  const found = surfaceDistances(maskOf(predicted), maskOf(truth), shape, options);
  const hd = (percentile: number) => scoreSurface(hausdorffDistance, found, { percentile });
  expect(hd(100)).toBeCloseTo(values.hd, 12);
  expect(hd(95)).toBeCloseTo(values.hd95, 12);
  expect(scoreSurface(meanAverageSurfaceDistance, found)).toBeCloseTo(values.masd, 12);
  expect(scoreSurface(normalizedSurfaceDice, found, { tolerance: 1.5 })).toBeCloseTo(values.nsd, 12);
});

describe.each(golden.skeletons)("Lee's thinning, $id", ({ shape, predicted, truth, skeletons, clDice }) => {
  const [p, t] = [maskOf(predicted), maskOf(truth)];
  test("leaves the voxels that scikit-image leaves", () => {
    expect([p, t].map((mask) => skeleton(mask, shape, { thinning: "lee" }).join(""))).toEqual(skeletons);
  });
  test("gives the clDice of those skeletons", () => {
    expect(centrelineDice(p, t, shape, { thinning: "lee" })!.value).toBeCloseTo(clDice, 14);
  });
});
