import * as metrics from "segloss/metrics";
import { EMPTY_OPTIONS, IMAGE, labels, matrix, NUMBERS } from "./samples.ts";
import type { ValidCall } from "./substitute.ts";

const probabilities = () => Float32Array.of(0, 1, 0.5, 0.25);
const regions = () => [{ name: "all", labels: [1, 2] }];
const rankingOfOne = () => metrics.ranking({ classes: 1 });
const detections = () =>
  metrics.maskDetections([{ mask: labels(), score: 0.5 }], [{ mask: labels() }]) as object;
const LABELS = ["undefined", "negative", "list"];

/** Regions, costs, rankings, detections. */
export const COUNT_CALLS: readonly ValidCall[] = [
  {
    name: "cocoEvaluation",
    run: metrics.cocoEvaluation,
    args: () => [{ thresholds: [0.5], maxDetections: [1, 10], areas: { all: [0, 1e10] } }],
    takes: {
      "0": EMPTY_OPTIONS,
      "0.thresholds": ["undefined"],
      "0.maxDetections": ["undefined"],
      "0.areas": ["undefined"],
    },
  },
  {
    name: "cocoEvaluation().add",
    whole: [0],
    run: (image: never) => metrics.cocoEvaluation().add(image),
    args: () => [detections()],
  },
  {
    name: "cocoEvaluation().merge",
    whole: [0],
    run: (other: never) => metrics.cocoEvaluation().merge(other),
    args: () => [metrics.cocoEvaluation()],
  },
  {
    name: "confusionMatrix().addPairs",
    run: (pairs: never) => matrix().addPairs(pairs),
    args: () => [[{ truth: 1, predicted: 0, pixels: 2 }]],
    takes: { "0": ["list", "map"] },
  },
  {
    name: "confusionMatrix().forEach",
    run: (visit: never) => matrix().forEach(visit),
    args: () => [() => {}],
    takes: { "0": ["function"] },
  },
  {
    name: "emptyScore",
    run: metrics.emptyScore,
    args: () => ["skip"],
  },
  {
    name: "expectedCost",
    run: metrics.expectedCost,
    args: () => [matrix(), () => 1],
    takes: { "1": ["function"] },
  },
  { name: "froc", run: metrics.froc, args: () => [] },
  {
    name: "froc().add",
    run: (...args) => metrics.froc().add(...(args as unknown as [never, never, never])),
    args: () => [[{ at: [0, 1], probability: 0.5 }], labels(), IMAGE, { ignore: 255 }],
    takes: { "0": ["list"], "3": EMPTY_OPTIONS, "3.ignore": LABELS },
  },
  {
    name: "froc().merge",
    whole: [0],
    run: (other: never) => metrics.froc().merge(other),
    args: () => [metrics.froc()],
  },
  {
    name: "froc().score",
    run: (rates: never) => metrics.froc().score(rates),
    args: () => [[1, 2]],
    takes: { "0": ["undefined"] },
  },
  {
    name: "generalizedDiceOf",
    run: metrics.generalizedDiceOf,
    args: () => [[{ tp: 1, fp: 2, fn: 3, tn: 4 }], { power: 1, absent: 0 }],
    takes: {
      "0": ["list"],
      "1": EMPTY_OPTIONS,
      "1.power": ["undefined", ...NUMBERS],
      "1.absent": ["undefined", ...NUMBERS],
    },
  },
  {
    name: "kernelCalibrationError",
    run: metrics.kernelCalibrationError,
    args: () => [probabilities(), Uint8Array.of(0, 1), { classes: 2, width: 1 }],
    takes: { "2.width": ["undefined", "fraction", "huge"] },
  },
  { name: "labelQuality", run: metrics.labelQuality, args: () => [probabilities(), labels()] },
  {
    name: "maskDetections",
    run: metrics.maskDetections,
    args: () => [
      [{ mask: labels(), score: 0.5, category: 2 }],
      [{ mask: labels(), category: 2, crowd: true, area: 4 }],
      7,
    ],
    takes: { "0": ["list"], "1": ["list"], "2": ["undefined", "null", "negative"] },
  },
  {
    name: "parseRegions",
    run: metrics.parseRegions,
    args: () => ["all=1+2"],
  },
  {
    name: "predictionVariance",
    run: metrics.predictionVariance,
    args: () => [[probabilities(), probabilities()], 0.001],
    takes: { "0": ["nested list", "list of NaN"], "1": ["undefined", ...NUMBERS] },
  },
  {
    name: "ranking",
    run: metrics.ranking,
    args: () => [{ classes: 1, ignore: 255, levels: 256 }],
    takes: { "0.ignore": LABELS, "0.levels": ["undefined"] },
  },
  {
    name: "ranking().add",
    run: (...args) => rankingOfOne().add(...(args as unknown as [never, never])),
    args: () => [probabilities(), labels()],
  },
  {
    name: "ranking().merge",
    whole: [0],
    run: (other: never) => rankingOfOne().merge(other),
    args: () => [rankingOfOne().add(probabilities(), labels())],
  },
  {
    name: "ranking().curve",
    run: (label: never) => rankingOfOne().curve(label),
    args: () => [1],
    takes: { "0": ["undefined"] },
  },
  {
    name: "regionCounts",
    run: metrics.regionCounts,
    args: () => [matrix()],
  },
  {
    name: "regionMask",
    whole: [1],
    run: metrics.regionMask,
    args: () => [labels(), regions()[0]],
    takes: { "0": ["list", "no bytes", "floats", "64 bit integers"] },
  },
  {
    name: "regionMatrices",
    run: metrics.regionMatrices,
    args: () => [labels(), labels(), regions(), { ignore: 255 }],
    takes: { "2": ["list"], "3": EMPTY_OPTIONS, "3.ignore": LABELS },
  },
  {
    name: "regionMatrix",
    whole: [1],
    run: metrics.regionMatrix,
    args: () => [[{ truth: 1, predicted: 0, pixels: 2 }], regions()[0]],
    takes: { "0": ["list", "map"] },
  },
  {
    name: "scoreRegions",
    run: metrics.scoreRegions,
    args: () => [
      metrics.hausdorffDistance,
      labels(),
      labels(),
      regions(),
      {
        ...{ shape: IMAGE, spacing: [1, 2], surface: "elements", penalty: 3, ignore: 255 },
        ...{ connectivity: "full", known: labels(), smallest: 1, dilation: 0 },
        ...{ parameters: { percentile: 95 }, empty: "skip" },
      },
    ],
    takes: {
      "3": ["list"],
      "4.spacing": ["undefined"],
      "4.surface": ["undefined"],
      "4.penalty": ["undefined", "fraction", "huge", "Infinity"],
      "4.ignore": LABELS,
      "4.connectivity": ["undefined"],
      "4.known": ["undefined"],
      "4.smallest": ["undefined"],
      "4.dilation": ["undefined"],
      "4.parameters": EMPTY_OPTIONS,
      "4.empty": ["undefined"],
    },
  },
];
