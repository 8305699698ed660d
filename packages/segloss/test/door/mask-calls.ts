import * as metrics from "segloss/metrics";
import { EMPTY_OPTIONS, IMAGE, labels } from "./samples.ts";
import type { ValidCall } from "./substitute.ts";

const overlaps = () => metrics.instanceOverlaps(labels(), labels());
const matches = () => metrics.matchInstances(overlaps());
/** Metrics of objects, surfaces and skeletons. */
export const MASK_CALLS: readonly ValidCall[] = [
  {
    name: "assignment",
    run: metrics.assignment,
    args: () => [
      [
        [1, 2],
        [2, 1],
      ],
    ],
    takes: { "0": ["list"] },
  },
  {
    name: "averagePrecision",
    run: metrics.averagePrecision,
    args: () => [[overlaps()], [0.5], { method: "greedy", empty: "skip" }],
    takes: {
      "0": ["list"],
      "1": ["undefined"],
      "2": EMPTY_OPTIONS,
      "2.method": ["undefined"],
      "2.empty": ["undefined"],
    },
  },
  {
    name: "boundaryJaccard",
    run: metrics.boundaryJaccard,
    args: () => [
      labels(),
      labels(),
      IMAGE,
      {
        ...{ width: 2, spacing: [1, 1], distance: "chessboard", label: 1 },
        ...{ ignore: 255, known: labels(), empty: "skip" },
      },
    ],
    takes: {
      "3": EMPTY_OPTIONS,
      "3.width": ["undefined", "huge"],
      "3.distance": ["undefined"],
      "3.known": ["undefined"],
      "3.spacing": ["undefined"],
      "3.label": ["undefined", "negative"],
      "3.ignore": ["undefined", "negative", "list"],
      "3.empty": ["undefined"],
    },
  },
  {
    name: "centrelineDice",
    run: metrics.centrelineDice,
    args: () => [labels(), labels(), IMAGE, { thinning: "lee", known: labels(), empty: "skip" }],
    takes: {
      "3": EMPTY_OPTIONS,
      "3.known": ["undefined"],
      "3.thinning": ["undefined"],
      "3.empty": ["undefined"],
    },
  },
  {
    name: "componentCounts",
    run: metrics.componentCounts,
    args: () => [labels(), labels(), IMAGE, { connectivity: "full", spacing: [1, 1], known: labels() }],
    takes: {
      "3": EMPTY_OPTIONS,
      "3.known": ["undefined"],
      "3.connectivity": ["undefined"],
      "3.spacing": ["undefined"],
    },
  },
  { name: "instanceCounts", whole: [0, 1], run: metrics.instanceCounts, args: () => [matches(), matches()] },
  {
    name: "instanceOverlaps",
    run: metrics.instanceOverlaps,
    args: () => [labels(), labels(), { ignore: 3 }],
    takes: { "2": EMPTY_OPTIONS, "2.ignore": ["undefined", "negative", "list"] },
  },
  { name: "labelPairs", run: metrics.labelPairs, args: () => [labels(), labels()] },
  {
    name: "labelPairs of many pixels",
    run: metrics.labelPairs,
    args: () => [labels(), labels(), new Float64Array(labels().length)],
    takes: { "2": ["undefined"] },
  },
  {
    name: "lesionDetection",
    run: metrics.lesionDetection,
    args: () => [labels(), labels(), IMAGE, { connectivity: "full", overlap: 0.5, smallest: 1, dilation: 1 }],
    takes: {
      "3": EMPTY_OPTIONS,
      "3.smallest": ["undefined"],
      "3.dilation": ["undefined"],
      "3.connectivity": ["undefined"],
      "3.overlap": ["undefined", "fraction"],
    },
  },
  { name: "maskMetricOf", run: metrics.maskMetricOf, args: () => [metrics.hausdorffDistance] },
  {
    name: "matchInstances",
    whole: [0],
    run: metrics.matchInstances,
    args: () => [overlaps(), { threshold: 0.5, exceed: true, method: "greedy" }],
    takes: {
      "1": EMPTY_OPTIONS,
      "1.threshold": ["undefined", "fraction"],
      "1.exceed": ["undefined"],
      "1.method": ["undefined"],
    },
  },
  {
    name: "mergeInstanceCounts",
    whole: [0, 1],
    run: metrics.mergeInstanceCounts,
    args: () => [metrics.instanceCounts(matches()), metrics.instanceCounts(matches())],
  },
  {
    name: "panopticQuality",
    whole: [0],
    run: metrics.panopticQuality,
    args: () => [metrics.instanceCounts(matches()), "skip"],
    takes: { "1": ["undefined"] },
  },
  {
    name: "scoreSurface",
    whole: [0, 1],
    run: metrics.scoreSurface,
    args: () => [
      metrics.hausdorffDistance,
      metrics.surfaceDistances(labels(), labels(), IMAGE),
      { percentile: 95 },
      "skip",
    ],
    takes: { "2": EMPTY_OPTIONS, "2.percentile": ["fraction"], "3": ["undefined"] },
  },
  {
    name: "surfaceDistances",
    run: metrics.surfaceDistances,
    args: () => [
      labels(),
      labels(),
      IMAGE,
      {
        ...{ spacing: [1, 1], surface: "pixels", connectivity: "full", penalty: 3, label: 1 },
        ...{ ignore: 255, known: labels(), distance: "chessboard" },
      },
    ],
    takes: {
      "3": EMPTY_OPTIONS,
      "3.spacing": ["undefined"],
      "3.surface": ["undefined"],
      "3.known": ["undefined"],
      "3.distance": ["undefined"],
      "3.connectivity": ["undefined"],
      "3.penalty": ["undefined", "fraction", "huge", "Infinity"],
      "3.label": ["undefined", "negative"],
      "3.ignore": ["undefined", "negative", "list"],
    },
  },
];
