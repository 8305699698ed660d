import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { connectedComponents, skeleton } from "../../../src/fields/index.ts";
import {
  averageSymmetricSurfaceDistance,
  centrelineDice,
  completeParameters,
  type Distance,
  hausdorffDistance,
  type MaskPair,
  maskMetrics,
  meanAverageSurfaceDistance,
  normalizedSurfaceDice,
  type SurfaceOptions,
  scoreSurface,
  surfaceDistances,
} from "../../../src/metrics/index.ts";

interface Masks {
  readonly id: string;
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly predicted: string;
  readonly truth: string;
  readonly values: Readonly<Record<string, number>>;
}
interface Thinned {
  readonly id: string;
  readonly shape: readonly number[];
  readonly mask: string;
  readonly "scikit-image": string;
  readonly lee: string;
  readonly other?: string;
  readonly clDice?: number | null;
}
interface Golden {
  readonly surfaces: readonly Masks[];
  readonly objects: readonly Masks[];
  readonly skeletons: readonly Thinned[];
}

const golden = JSON.parse(
  readFileSync(new URL("../golden/surface-peers.json", import.meta.url), "utf8"),
) as Golden;
const maskOf = (digits: string) => Uint8Array.from(digits, Number);

function pairOf({ predicted, truth, shape, spacing }: Masks): MaskPair {
  const [p, t] = [maskOf(predicted), maskOf(truth)];
  const objects = () => [connectedComponents(p, shape).labels, connectedComponents(t, shape).labels] as const;
  const surface = () => surfaceDistances(p, t, shape, { spacing });
  return { predicted: p, truth: t, shape, spacing, empty: "perfect", objects, surface };
}

function maskScore(name: string, pair: MaskPair, given = {}): number {
  const metric = maskMetrics.find((one) => one.name === name)!;
  return metric.from(pair, completeParameters(metric, given))!;
}

describe.each(golden.surfaces)("values that pages of surface metrics name, $id", (one) => {
  const { shape, values } = one;
  const pair = pairOf(one);
  const distances = (options: SurfaceOptions = {}) =>
    surfaceDistances(pair.predicted, pair.truth, shape, { spacing: one.spacing, ...options });
  const close = (name: string, found: number | undefined) =>
    expect(Math.abs(found! - values[name]), name).toBeLessThanOrEqual(1e-6 * Math.max(1, values[name]));

  const kinds = ["euclidean", "chessboard", "taxicab"] as const;
  test.each(kinds)("MONAI and torchmetrics, %s distances, both directions and one", (distance: Distance) => {
    // Theirs count pixels when they are not Euclidean.
    const spacing = distance === "euclidean" ? one.spacing : shape.map(() => 1);
    const found = distances({ distance, spacing });
    for (const direction of ["both", "prediction"]) {
      const name = `${distance} ${direction}`;
      const hd = scoreSurface(hausdorffDistance, found, { direction });
      close(`MONAI hd ${name}`, hd);
      close(`MONAI hd95 ${name}`, scoreSurface(hausdorffDistance, found, { direction, percentile: 95 }));
      close(`MONAI asd ${name}`, scoreSurface(averageSymmetricSurfaceDistance, found, { direction }));
      if (`torchmetrics hd ${name}` in values) close(`torchmetrics hd ${name}`, hd);
    }
  });

  test("MONAI, from the truth, and surface Dice of edges and of elements", () => {
    const options = { direction: "truth", percentile: 95 };
    close("MONAI hd95 truth", scoreSurface(hausdorffDistance, distances(), options));
    const nsd = (surface: "pixels" | "elements") =>
      scoreSurface(normalizedSurfaceDice, distances({ surface }), { tolerance: 1.5 });
    close("MONAI nsd edges", nsd("pixels"));
    close("MONAI nsd subvoxels", nsd("elements"));
  });

  test.each(["face", "full"] as const)("medpy, edges by %s", (connectivity) => {
    const found = distances({ connectivity });
    close(`medpy hd ${connectivity}`, scoreSurface(hausdorffDistance, found));
    const hd95 = scoreSurface(hausdorffDistance, found, { percentile: 95, pooled: 1 });
    close(`medpy hd95 ${connectivity}`, hd95);
    close(`medpy assd ${connectivity}`, scoreSurface(averageSymmetricSurfaceDistance, found));
    const asd = scoreSurface(averageSymmetricSurfaceDistance, found, { direction: "prediction" });
    close(`medpy asd ${connectivity}`, asd);
  });

  test("MetricsReloaded", () => {
    const found = distances();
    close("MetricsReloaded hd", scoreSurface(hausdorffDistance, found));
    close("MetricsReloaded hd95", scoreSurface(hausdorffDistance, found, { percentile: 95 }));
    close("MetricsReloaded assd", scoreSurface(averageSymmetricSurfaceDistance, found));
    close("MetricsReloaded masd", scoreSurface(meanAverageSurfaceDistance, found));
    close("MetricsReloaded nsd", scoreSurface(normalizedSurfaceDice, found, { tolerance: 1.5 }));
    close("MetricsReloaded com_dist", maskScore("centreDistance", pair));
    close("MetricsReloaded pred_in_ref", maskScore("predictionInReference", pair));
    const inPixels = { ...pair, spacing: shape.map(() => 1) };
    close("MetricsReloaded boundary_iou", maskScore("boundaryJaccard", inPixels, { width: 1 }));
  });

  test("surface-distance, each direction of elements", () => {
    const found = distances({ surface: "elements" });
    for (const direction of ["truth", "prediction"]) {
      const average = scoreSurface(averageSymmetricSurfaceDistance, found, { direction });
      close(`surface-distance average ${direction}`, average);
      const overlap = scoreSurface(normalizedSurfaceDice, found, { direction, tolerance: 1.5 });
      close(`surface-distance overlap ${direction}`, overlap);
    }
  });

  if (shape.length !== 2) return;
  test("the code of the article on boundary IoU", () => {
    const options = { width: 2, distance: "chessboard" };
    const inPixels = { ...pair, spacing: shape.map(() => 1) };
    close("boundary-iou-api, 2 pixels", maskScore("boundaryJaccard", inPixels, options));
  });
});

test.each(golden.objects)("medpy's distances of objects, $id", (one) => {
  const of = (direction: string) => maskScore("objectSurfaceDistance", pairOf(one), { direction });
  expect(of("both")).toBeCloseTo(one.values["medpy obj_assd"], 12);
  // From the reference, against its documentation and its `asd`.
  expect(of("truth")).toBeCloseTo(one.values["medpy obj_asd"], 12);
});

test.each(golden.skeletons)("scikit-image's skeletons, $id", (one) => {
  const thinned = (thinning: "scikit-image" | "lee") =>
    skeleton(maskOf(one.mask), one.shape, { thinning }).join("");
  expect(thinned("lee")).toBe(one.lee);
  expect(thinned("scikit-image")).toBe(one["scikit-image"]);
});

const lines = golden.skeletons.filter(({ other }) => other !== undefined);
test.each(lines)("MetricsReloaded's clDice, $id", ({ mask, other, shape, clDice }) => {
  const options = { thinning: "scikit-image" } as const;
  const found = centrelineDice(maskOf(mask), maskOf(other!), shape, options);
  expect(found!.value).toBeCloseTo(clDice!, 12);
});
