import * as metrics from "segloss/metrics";
import { EMPTY_OPTIONS, labels, matrix, NUMBERS } from "./samples.ts";
import type { ValidCall } from "./substitute.ts";

const counts = () => ({ tp: 3, fp: 1, fn: 2, tn: 4 });
const { bootstrapInterval, bootstrapIntervals, bootstrapStatistic, pairedBootstrapInterval } = metrics;
const BOOTSTRAPS = { bootstrapInterval, bootstrapIntervals, bootstrapStatistic, pairedBootstrapInterval };

/** Counts, scores and intervals. */
export const METRIC_CALLS: readonly ValidCall[] = [
  ...(
    ["bootstrapInterval", "bootstrapIntervals", "bootstrapStatistic", "pairedBootstrapInterval"] as const
  ).map((name): ValidCall => {
    const data = {
      bootstrapInterval: [[1, 2, 4]],
      bootstrapIntervals: [[[1, 2, 4]]],
      bootstrapStatistic: [3, (images: Int32Array) => images[0]],
      pairedBootstrapInterval: [
        [1, 2, 4],
        [2, 2, 5],
      ],
    }[name];
    const at = data.length;
    return {
      name,
      run: BOOTSTRAPS[name] as ValidCall["run"],
      args: () => [...data, { level: 0.9, resamples: 20, seed: 3 }],
      takes: {
        [`${at}`]: EMPTY_OPTIONS,
        [`${at}.level`]: ["undefined", "fraction"],
        [`${at}.resamples`]: ["undefined"],
        [`${at}.seed`]: ["undefined", "negative", "huge"],
        ...(name === "bootstrapInterval" && { "0": ["floats"] }),
        ...(name === "bootstrapIntervals" && { "0": ["list"] }),
        ...(name === "pairedBootstrapInterval" && { "0": ["floats"], "1": ["floats"] }),
        ...(name === "bootstrapStatistic" && { "1": ["function"] }),
      },
    };
  }),
  {
    name: "calibration",
    run: metrics.calibration,
    args: () => [{ classes: 1, ignore: 255, bins: 5, of: "class", edges: "upper" }],
    takes: {
      "0.ignore": ["undefined", "negative", "list"],
      "0.bins": ["undefined"],
      "0.of": ["undefined"],
      "0.edges": ["undefined"],
    },
  },
  {
    name: "calibration().add",
    run: (...args) =>
      metrics.calibration({ classes: 1 }).add(...(args as unknown as [Float32Array, Uint8Array])),
    args: () => [Float32Array.of(0, 1, 0.5, 0.25), labels()],
  },
  {
    name: "calibration().merge",
    run: (other: never) => metrics.calibration({ classes: 1 }).merge(other),
    args: () => [metrics.calibration({ classes: 1 })],
  },
  { name: "classCounts", run: metrics.classCounts, args: () => [matrix()] },
  {
    name: "completeParameters",
    run: metrics.completeParameters,
    args: () => [metrics.fBetaScore, { beta: 2 }],
    takes: { "1": EMPTY_OPTIONS, "1.beta": ["fraction", "huge"] },
  },
  {
    name: "confusionMatrix",
    run: metrics.confusionMatrix,
    args: () => [
      labels(),
      labels(),
      { classes: 2, ignore: 255, weighted: true, weights: Float32Array.of(1, 2, 1, 1) },
    ],
    takes: {
      "2.ignore": ["undefined", "negative", "list"],
      "2.weighted": ["undefined"],
      "2.weights": ["undefined"],
    },
  },
  {
    name: "confusionMatrixFromJson",
    run: metrics.confusionMatrixFromJson,
    args: () => [{ classes: 2, ignore: [], weighted: true, counts: [], cells: [[0, 1, 4]] }],
    takes: {
      "0.ignore": ["undefined", "negative", "list"],
      "0.weighted": ["undefined"],
      "0.counts": ["list"],
      "0.cells": ["list"],
    },
  },
  {
    name: "emptyConfusionMatrix",
    run: metrics.emptyConfusionMatrix,
    args: () => [{ classes: 2, ignore: 255, weighted: true }],
    takes: { "0.ignore": ["undefined", "negative", "list"], "0.weighted": ["undefined"] },
  },
  {
    name: "confusionMatrix().add",
    run: (...args) => matrix().add(...(args as unknown as [Uint8Array, Uint8Array])),
    args: () => [labels(), labels(), labels(), undefined],
    takes: { "2": ["undefined"], "3": ["undefined"] },
  },
  { name: "confusionMatrix().merge", run: (other: never) => matrix().merge(other), args: () => [matrix()] },
  {
    name: "exactSum",
    run: metrics.exactSum,
    args: () => [[1, 2]],
    takes: { "0": ["undefined", "list", "floats", "no bytes", "map"] },
  },
  {
    name: "exactSum().add",
    run: (x: never) => metrics.exactSum().add(x),
    args: () => [1],
    takes: { "0": NUMBERS },
  },
  {
    name: "exactSum().merge",
    run: (x: never) => metrics.exactSum().merge(x),
    args: () => [metrics.exactSum([1])],
  },
  {
    name: "pooledCounts",
    run: metrics.pooledCounts,
    args: () => [[counts(), counts()]],
    takes: { "0": ["list"] },
  },
  {
    name: "scoreCounts",
    run: metrics.scoreCounts,
    args: () => [metrics.diceScore, [counts()], { parameters: {}, empty: "skip" }],
    takes: {
      "1": ["list"],
      "2": EMPTY_OPTIONS,
      "2.parameters": ["object", "object without prototype", "undefined"],
      "2.empty": ["undefined"],
    },
  },
  {
    name: "score",
    run: metrics.score,
    args: () => [
      metrics.diceScore,
      matrix(),
      { parameters: {}, classes: [1], classWeights: [2], average: "macro", empty: "skip" },
    ],
    takes: {
      "2": EMPTY_OPTIONS,
      "2.parameters": EMPTY_OPTIONS,
      "2.classes": ["undefined"],
      "2.classWeights": ["undefined"],
      "2.average": ["undefined"],
      "2.empty": ["undefined"],
    },
  },
  {
    name: "scoreImages",
    run: metrics.scoreImages,
    args: () => [metrics.diceScore, [matrix()], { over: "image", classes: [1] }],
    takes: { "2": EMPTY_OPTIONS, "2.over": ["undefined"], "2.classes": ["undefined"] },
  },
  {
    name: "scoreMatrix",
    run: metrics.scoreMatrix,
    args: () => [metrics.pixelAccuracy, matrix(), {}],
    takes: { "2": EMPTY_OPTIONS },
  },
  {
    name: "summarizeImages",
    run: metrics.summarizeImages,
    args: () => [[1, 0.5, undefined], "high", { level: 0.9, resamples: 20, seed: 3 }],
    takes: {
      "0": ["list"],
      "2": EMPTY_OPTIONS,
      "2.level": ["undefined", "fraction"],
      "2.resamples": ["undefined"],
      "2.seed": ["undefined", "negative", "huge"],
    },
  },
  {
    name: "summarizeScores",
    run: metrics.summarizeScores,
    args: () => [[{ values: [1, 2], best: "low" }], { level: 0.9, resamples: 20, seed: 3 }],
    takes: {
      "0": ["list"],
      "1": EMPTY_OPTIONS,
      "1.level": ["undefined", "fraction"],
      "1.resamples": ["undefined"],
      "1.seed": ["undefined", "negative", "huge"],
    },
  },
];
