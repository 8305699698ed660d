import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  aggregatedJaccard,
  boundaryCounts,
  calibration,
  classAndObjectSegments,
  classCounts,
  cocoEvaluation,
  confusionMatrix,
  froc,
  generalizedDiceOf,
  generalizedDiceScore,
  instanceCounts,
  instanceOverlaps,
  jaccardIndex,
  kernelCalibrationError,
  labelQuality,
  type MaskMetric,
  maskDetections,
  maskMetrics,
  matchInstances,
  normalizedExpectedCost,
  numberedSegments,
  objectMetrics,
  panopticQuality,
  panopticScene,
  pixelAveragePrecision,
  precisionAtSensitivity,
  predictionVariance,
  ranking,
  rocAuc,
  score,
  scoreMatrix,
  sensitivityAtPrecision,
  sensitivityAtSpecificity,
  specificityAtSensitivity,
} from "../../src/metrics/index.ts";

type Values = Readonly<Record<string, number>>;
const golden = JSON.parse(readFileSync(new URL("golden/objects.json", import.meta.url), "utf8"));

function near(
  found: number | null | undefined,
  expected: number | null,
  name: string,
  tolerance = 1e-12,
): void {
  if (expected === null) expect(found ?? null, name).toBeNull();
  else
    expect(Math.abs(found! - expected), name).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(expected)),
    );
}

interface Cells {
  readonly id: string;
  readonly shape: readonly [number, number];
  readonly predicted: readonly number[];
  readonly truth: readonly number[];
  readonly values: Readonly<Record<string, number | readonly number[]>>;
}

describe.each(golden.cells as readonly Cells[])("objects, $id", ({ shape, predicted, truth, values }) => {
  const [p, t] = [Int32Array.from(predicted), Int32Array.from(truth)];
  const overlaps = instanceOverlaps(p, t);
  const metric = (name: string) => [...maskMetrics, ...objectMetrics].find((one) => one.name === name)!;
  const pair = {
    ...{ predicted: p, truth: t, shape, spacing: [1, 1], empty: "perfect" as const },
    objects: () => [p, t] as const,
    surface: () => {
      throw new Error("no surface is asked for");
    },
  };
  const value = (one: MaskMetric, parameters: Values) => one.from(pair, parameters)!;

  test("the aggregated Jaccard index of HoVer-Net, AJI+, and Cellpose's", () => {
    const aji = (definition: number) => value(metric("aggregatedJaccard"), { definition });
    near(aji(0), values["HoVer-Net aji"] as number, "aji");
    near(aji(1), values["HoVer-Net aji plus"] as number, "aji plus");
    near(aji(2), values["Cellpose aji"] as number, "Cellpose");
    const { intersection, union } = aggregatedJaccard(overlaps, "paired");
    expect(intersection / union).toBe(aji(1));
  });

  test("StarDist's matching at 0.3 and 0.5, and Cellpose's average precision", () => {
    for (const threshold of [0.3, 0.5]) {
      const of = (key: string) => values[`StarDist ${threshold} ${key}`] as number;
      near(value(metric("objectPrecision"), { threshold }), of("precision"), "precision");
      near(value(metric("objectRecall"), { threshold }), of("recall"), "recall");
      near(value(metric("meanTrueScore"), { threshold }), of("mean_true_score"), "mean_true_score", 1e-6);
      near(value(metric("averagePrecision"), { threshold }), of("accuracy"), "accuracy");
      // Theirs match at the threshold too, ours beyond it; their IoU is in single precision.
      const { tp, fp, fn, iou } = instanceCounts(matchInstances(overlaps, { threshold }));
      near((2 * tp) / (2 * tp + fp + fn), of("f1"), "f1");
      near(iou.value() / tp, of("mean_matched_score"), "mean_matched_score", 1e-6);
      near(iou.value() / (tp + fp / 2 + fn / 2), of("panoptic_quality"), "panoptic_quality", 1e-6);
    }
    for (const threshold of [0.5, 0.75])
      near(
        value(metric("averagePrecision"), { threshold }),
        values[`Cellpose ap ${threshold}`] as number,
        "ap",
        1e-6,
      );
  });

  test("Cellpose's boundary scores", () => {
    for (const scale of [0.1, 0.3]) {
      const { both, predicted: of, truth: missed } = boundaryCounts(p, t, shape, scale);
      const [precision, recall, f] = values[`Cellpose boundary ${scale}`] as readonly number[];
      near(both / (both + of), precision, "precision");
      near(both / (both + missed), recall, "recall");
      near(value(metric("boundaryFScore"), { scale }), f, "F");
    }
  });
});

describe("scenes of things and stuff", () => {
  test("panopticapi's qualities of Cityscapes ids with void and crowds, by class and in groups", () => {
    const things = [24, 26];
    const scene = panopticScene({ things, stuff: [7, 23] });
    const { images, values, classes } = golden.panoptic;
    for (const { predicted, truth } of images)
      scene.add(
        numberedSegments(Int32Array.from(predicted), {}),
        numberedSegments(Int32Array.from(truth), { things }),
      );
    const found = scene.scores();
    for (const group of ["all", "things", "stuff"] as const) {
      near(found[group]?.quality, values[group].pq, group);
      near(found[group]?.segmentation, values[group].sq, group);
      near(found[group]?.recognition, values[group].rq, group);
      expect(found[group]?.classes).toBe(values[group].n);
    }
    for (const one of found.classes) near(one.quality, classes[one.class].pq, String(one.class));
  });

  test("torchmetrics' PanopticQuality and ModifiedPanopticQuality", () => {
    const { predicted, truth, ...values } = golden["torchmetrics panoptic"];
    const things = [24, 26];
    const parts = (labels: readonly number[]) => {
      const classes = Int32Array.from(labels, (label) => (label < 1000 ? label : Math.floor(label / 1000)));
      const objects = Int32Array.from(labels, (label) => (label < 1000 ? 0 : label % 1000));
      return classAndObjectSegments(classes, objects, { things, ignore: 0 });
    };
    const quality = (stuffRule: "matched" | "shared") =>
      panopticScene({ things, stuff: [7, 23], stuffRule, unlabelled: "ignored" })
        .add(parts(predicted), parts(truth))
        .scores().all?.quality;
    near(quality("matched"), values.PanopticQuality, "PanopticQuality", 1e-6);
    near(quality("shared"), values.ModifiedPanopticQuality, "ModifiedPanopticQuality", 1e-6);
  });
});

describe.each([0, 1])("probabilities %i", (k) => {
  const { binary, truth, rows, labels, values } = golden.probabilities[k];
  const [p, y] = [Float64Array.from(binary as number[]), Uint8Array.from(truth)];
  const [q, c] = [Float64Array.from(rows as number[]), Uint8Array.from(labels)];
  const curve = ranking({ classes: 1 }).add(p, y).curve();

  test("areas under curves as in scikit-learn, MONAI and MetricsReloaded", () => {
    for (const library of ["scikit-learn", "MONAI", "MetricsReloaded"])
      near(rocAuc.from(curve, {}), values[`${library} roc`], library);
    for (const library of ["scikit-learn", "MONAI"])
      near(pixelAveragePrecision.from(curve, {}), values[`${library} ap`], library);
    near(pixelAveragePrecision.from(curve, { lines: 1 }), values["MetricsReloaded ap"], "lines", 1e-7);
    const three = ranking({ classes: 3 }).add(q, c);
    const macro = [0, 1, 2].reduce((sum, label) => sum + rocAuc.from(three.curve(label), {}), 0) / 3;
    near(macro, values["scikit-learn macro roc"], "macro");
  });

  // Whose maps are in single precision.
  test("one rate at another as in MetricsReloaded", () => {
    for (const metric of [
      sensitivityAtSpecificity,
      specificityAtSensitivity,
      sensitivityAtPrecision,
      precisionAtSensitivity,
    ])
      near(metric.from(curve, { least: 0.8 }), values[metric.name], metric.name, 1e-7);
  });

  // In single precision.
  test("torchmetrics' calibration errors, of the label's confidence and of a class's probability", () => {
    for (const bins of [5, 15]) {
      const one = calibration({ classes: 1, bins, of: "class", edges: "upper" }).add(p, y).scores()!;
      const three = calibration({ classes: 3, bins, edges: "upper" }).add(q, c).scores()!;
      const kinds = { binary: one, multiclass: three };
      for (const [kind, found] of Object.entries(kinds)) {
        const of = (norm: string) => values[`torchmetrics ${kind} ${norm} ${bins}`];
        near(found.expectedCalibrationError, of("l1"), `${kind} l1`, 1e-6);
        near(found.rootMeanSquareCalibrationError, of("l2"), `${kind} l2`, 1e-6);
        near(found.maximumCalibrationError, of("max"), `${kind} max`, 1e-6);
      }
    }
  });

  test("MetricsReloaded's calibration", () => {
    const one = calibration({ classes: 1, bins: 10, of: "class" }).add(p, y).scores()!;
    near(one.expectedCalibrationError, values["MetricsReloaded ece"], "ece");
    near(one.maximumCalibrationError, values["MetricsReloaded mce"], "mce");
    const three = calibration({ classes: 3, bins: 10, of: "class" }).add(q, c).scores()!;
    near(three.expectedCalibrationError, values["MetricsReloaded cwece"], "cwece");
    near(three.topLabelCalibrationError, values["MetricsReloaded tce"], "tce");
    near(Math.sqrt(three.brier), values["MetricsReloaded rbs"], "rbs");
    near(three.brier, values["MetricsReloaded bs"], "bs");
    near(three.logLoss, values["MetricsReloaded nll"], "nll");
    near(kernelCalibrationError(q, c, { classes: 3 }), values["MetricsReloaded kce"], "kce");
  });
});

test("MONAI's later calibration error of each class: expected, average, maximum", () => {
  // Its own test: 2 images of 2 channels that need not sum to 1, 5 bins (MONAI 11bf5cee, test_calibration_metric.py).
  const of = (p: number[], y: number[]) =>
    calibration({ classes: 1, of: "class", bins: 5 }).add(Float64Array.from(p), Uint8Array.from(y)).scores()!;
  const one = of([0.7, 0.3, 0.1, 0.9], [1, 0, 0, 1]);
  near(one.expectedCalibrationError, 0.2, "expected");
  near(one.averageCalibrationError, 0.2, "average");
  near(one.maximumCalibrationError, 0.3, "maximum");
});

test("weights per pixel and averages as in scikit-learn, expected cost as in MetricsReloaded", () => {
  const { truth, predicted, weights, values } = golden.matrix;
  const maps = [Uint8Array.from(predicted), Uint8Array.from(truth)] as const;
  const weighted = confusionMatrix(...maps, { classes: 4, weights: Float64Array.from(weights as number[]) });
  weighted.counts.forEach((count, i) => {
    near(count, values["weighted matrix"][i], `cell ${i}`);
  });
  const classes = score(jaccardIndex, weighted, { average: "none" });
  expect(classes.value).toBeUndefined();
  classes.classes.forEach((value, k) => {
    near(value, values["jaccard weights"][k], `class ${k}`);
  });
  const plain = confusionMatrix(...maps, { classes: 4 });
  for (const average of ["macro", "micro", "weighted"] as const)
    near(score(jaccardIndex, plain, { average }).value, values[average], average);
  near(scoreMatrix(normalizedExpectedCost, plain), values.normalised_expected_cost, "cost");
});

test("MONAI's FROC, where a lesion is missed", () => {
  const { images, falseAlarms, sensitivity, score: expected } = golden.froc;
  const all = froc();
  for (const { truth, points, probabilities } of images)
    all.add(
      (probabilities as number[]).map((probability, k) => ({
        at: points.slice(2 * k, 2 * k + 2),
        probability,
      })),
      Int32Array.from(truth),
      [20, 20],
    );
  const curve = all.curve();
  expect(curve.falseAlarms).toEqual([...falseAlarms].reverse());
  curve.sensitivity.forEach((value, k) => {
    near(value, [...sensitivity].reverse()[k], `sensitivity ${k}`);
  });
  near(all.score(), expected, "score");
});

test("MONAI's label quality and variance", () => {
  const { repeats, labels, variance, quality } = golden.active;
  const rows = [0, 1, 2].map((k) => Float64Array.from(repeats.slice(12 * k, 12 * k + 12) as number[]));
  near(predictionVariance(rows).mean, variance, "variance", 1e-6);
  near(labelQuality(rows[0], Uint8Array.from(labels)).sum, quality, "quality", 1e-6);
});

interface CocoCase {
  readonly images: readonly { readonly truths: number[][]; readonly detections: number[][] }[];
  readonly averagePrecision: number | null;
  readonly atThresholds: readonly (number | null)[];
  readonly averageRecall: readonly (number | null)[];
  readonly sizes: readonly (readonly (number | null)[])[];
  readonly categories: readonly (readonly (number | null)[])[];
}

test.each(golden.coco as readonly CocoCase[])("pycocotools' AP and AR, case %#", (one) => {
  const { images, averagePrecision, atThresholds, averageRecall, sizes, categories } = one;
  const all = cocoEvaluation({
    maxDetections: [1, 2, 5],
    areas: { all: [0, 1e5], small: [0, 30], medium: [30, 80], large: [80, 1e5] },
  });
  for (const { truths, detections } of images)
    all.add(
      maskDetections(
        detections.map((d) => ({ mask: rectangle(d), category: d[4], score: d[5] })),
        truths.map((t) => ({ mask: rectangle(t), category: t[4], crowd: t[5] === 1 })),
      ),
    );
  const found = all.scores();
  near(found.averagePrecision, averagePrecision, "AP");
  atThresholds.forEach((value, t) => {
    near(found.atThresholds[t], value, `AP at ${t}`);
  });
  averageRecall.forEach((value, m) => {
    near(found.averageRecall[m], value, `AR at ${m}`);
  });
  Object.values(found.sizes).forEach((size, a) => {
    near(size.averagePrecision, sizes[a][0], `AP of size ${a}`);
    near(size.averageRecall, sizes[a][1], `AR of size ${a}`);
  });
  categories.forEach(([precision, recall], k) => {
    near(found.categories.get(k + 1)?.averagePrecision, precision, `AP of category ${k + 1}`);
    near(found.categories.get(k + 1)?.averageRecall, recall, `AR of category ${k + 1}`);
  });
});

function rectangle([x, y, width, height]: readonly number[]): Uint8Array {
  const mask = new Uint8Array(24 * 24);
  for (let row = y; row < y + height; row++) mask.fill(1, row * 24 + x, row * 24 + x + width);
  return mask;
}

describe("what pages say of others that do otherwise", () => {
  const { claims } = golden;

  test("MONAI adds 1e-6 below: a perfect match is a little less than 1", () => {
    const pair = [Int32Array.from(claims.predicted), Int32Array.from(claims.truth)] as const;
    const { quality, segmentation, recognition } = panopticQuality(
      instanceCounts(matchInstances(instanceOverlaps(...pair), { exceed: true })),
    )!;
    const found = { pq: quality, sq: segmentation, rq: recognition };
    for (const name of ["pq", "sq", "rq"] as const) {
      near(claims["MONAI pq"][name], found[name], name, 2e-6);
      expect(claims["MONAI pq"][name]).toBeLessThan(found[name]);
    }
  });

  test("MONAI's generalised Dice of channels that overlap", () => {
    const counts = (image: number) =>
      [0, 1, 2].map((channel) => {
        const at = (image * 3 + channel) * 4;
        const [p, t] = [claims.channels, claims.wanted].map((all: number[]) => all.slice(at, at + 4));
        return classCounts(confusionMatrix(Uint8Array.from(p), Uint8Array.from(t), { classes: 2 }))[1];
      });
    for (const image of [0, 1])
      near(generalizedDiceOf(counts(image)), claims["MONAI gds"][image], "gds", 1e-6);
  });

  test("torchmetrics' generalised Dice takes the heaviest weight elsewhere: 0.857 where 0.75 is due", () => {
    const matrix = confusionMatrix(Uint8Array.of(0, 0, 1, 2), Uint8Array.of(0, 0, 1, 1), { classes: 3 });
    expect(scoreMatrix(generalizedDiceScore, matrix)).toBe(0.75);
    near(claims["torchmetrics gds"], 6 / 7, "torchmetrics", 1e-6);
  });

  test("MONAI's FROC leaves out the lowest probability where all lesions are found", () => {
    const all = froc().add(
      [
        { at: [0], probability: 0.9 },
        { at: [1], probability: 0.4 },
        { at: [2], probability: 0.5 },
      ],
      Uint8Array.of(1, 2, 0),
      [3],
    );
    expect(all.curve().sensitivity).toEqual([0, 0.5, 0.5, 1]);
    expect(claims["MONAI froc sensitivity"]).toEqual([0.5, 0.5, 0]);
  });
});
