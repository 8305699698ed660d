import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  averageSymmetricSurfaceDistance,
  balancedAccuracy,
  binaryKappa,
  calibration,
  cohenKappa,
  confusionMatrix,
  diceScore,
  fowlkesMallows,
  hausdorffDistance,
  instanceCounts,
  instanceOverlaps,
  jaccardIndex,
  type Metric,
  matchInstances,
  matthewsCorrelation,
  meanAverageSurfaceDistance,
  multiclassCorrelation,
  normalizedSurfaceDice,
  pixelAccuracy,
  recall,
  score,
  scoreMatrix,
  scoreSurface,
  surfaceDistances,
} from "../../src/metrics/index.ts";

type Numbers = Readonly<Record<string, number>>;
interface Masks {
  readonly id: string;
  readonly predicted: number[];
  readonly truth: number[];
}
interface Golden {
  readonly labels: readonly (Masks & { classes: number; matrix: number[]; values: Numbers })[];
  readonly surfaces: readonly (Masks & {
    shape: number[];
    spacing: number[];
    pixels: Numbers;
    elements: Numbers;
  })[];
  readonly matching: readonly (Masks & {
    objects: [number, number];
    matched: Readonly<Record<string, { tp: number; iou: number }>>;
  })[];
  readonly probabilities: readonly (Numbers & {
    id: string;
    classes: number;
    probabilities: number[];
    truth: number[];
  })[];
}

const golden = JSON.parse(readFileSync(new URL("golden/metrics.json", import.meta.url), "utf8")) as Golden;

function expectValues(
  found: Readonly<Record<string, number | undefined>>,
  expected: Numbers,
  tolerance: number,
): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected))
    expect(Math.abs(found[name]! - value), name).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    );
}

test.each(golden.labels)("scikit-learn's scores, $id", ({ classes, predicted, truth, matrix, values }) => {
  const found = confusionMatrix(Uint8Array.from(predicted), Uint8Array.from(truth), { classes });
  expect([...found.counts]).toEqual(matrix);
  const ofFirst = (metric: Metric) => score(metric, found).classes[0];
  const kappa = (power: number) => scoreMatrix(cohenKappa, found, { power });
  expectValues(
    {
      cohenKappa: kappa(0),
      "cohenKappa power 1": kappa(1),
      "cohenKappa power 2": kappa(2),
      multiclassCorrelation: scoreMatrix(multiclassCorrelation, found),
      pixelAccuracy: scoreMatrix(pixelAccuracy, found),
      "recall present": score(recall, found, { average: "present" }).value,
      diceScore: score(diceScore, found).value,
      jaccardIndex: score(jaccardIndex, found).value,
      "matthewsCorrelation 0": ofFirst(matthewsCorrelation),
      "binaryKappa 0": ofFirst(binaryKappa),
      "balancedAccuracy 0": ofFirst(balancedAccuracy),
      "fowlkesMallows 0": ofFirst(fowlkesMallows),
    },
    values,
    1e-12,
  );
});

describe.each(golden.surfaces)("surfaces, $id", ({ predicted, truth, shape, spacing, pixels, elements }) => {
  const [p, t] = [Uint8Array.from(predicted), Uint8Array.from(truth)];
  const nsd = { tolerance: 1.5 };

  test("MONAI's, scikit-image's and scipy's values of edge pixels", () => {
    const found = surfaceDistances(p, t, shape, { spacing });
    const hd = (percentile: number, pooled = 0) =>
      scoreSurface(hausdorffDistance, found, { percentile, pooled });
    const values = {
      hd: hd(100),
      hd95: hd(95),
      assd: scoreSurface(averageSymmetricSurfaceDistance, found),
      nsd: scoreSurface(normalizedSurfaceDice, found, nsd),
      "hd95 pooled": hd(95, 1),
    };
    const plain = "hd of scikit-image" in pixels;
    expectValues(plain ? { ...values, "hd of scikit-image": hd(100) } : values, pixels, 1e-6);
  });

  // 3-D elements are in volumes.json.
  if (shape.length !== 2) return;
  test("surface-distance's values of contour elements", () => {
    const found = surfaceDistances(p, t, shape, { spacing, surface: "elements" });
    const hd = (percentile: number) => scoreSurface(hausdorffDistance, found, { percentile });
    expectValues(
      {
        hd: hd(100),
        hd95: hd(95),
        masd: scoreSurface(meanAverageSurfaceDistance, found),
        nsd: scoreSurface(normalizedSurfaceDice, found, nsd),
      },
      elements,
      1e-12,
    );
  });
});

test.each(golden.matching)("scipy's matches, $id", ({ predicted, truth, objects, matched }) => {
  const overlaps = instanceOverlaps(Uint8Array.from(predicted), Uint8Array.from(truth));
  expect([overlaps.predicted.labels.length, overlaps.truth.labels.length]).toEqual(objects);
  for (const [threshold, { tp, iou }] of Object.entries(matched)) {
    const counts = instanceCounts(matchInstances(overlaps, { threshold: Number(threshold) }));
    expect(counts).toMatchObject({ tp, fp: objects[0] - tp, fn: objects[1] - tp });
    expect(counts.iou.value()).toBeCloseTo(iou, 12);
  }
});

test.each(golden.probabilities)("scikit-learn's log loss and Brier score, $id", (one) => {
  const truth = Uint8Array.from(one.truth);
  const p = Float64Array.from(one.probabilities);
  const found = calibration({ classes: one.classes }).add(p, truth).scores()!;
  expect(found.logLoss).toBeCloseTo(one.logLoss, 12);
  expect(found.brier).toBeCloseTo(one.brier, 12);
  const ofOne = calibration({ classes: 1 }).add(
    p.filter((_, i) => i % one.classes === 1),
    truth.map((label) => Number(label === 1)),
  );
  expect(ofOne.scores()!.brier).toBeCloseTo(one["brier of class 1"], 12);
});
