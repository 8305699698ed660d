import * as measure from "segloss/measure";
import * as metrics from "segloss/metrics";
import { EMPTY_OPTIONS, IMAGE, labels } from "./samples.ts";
import type { ValidCall } from "./substitute.ts";

const overlaps = () => metrics.instanceOverlaps(labels(), labels());
const segments = () => metrics.numberedSegments(Int32Array.of(7, 26001, 26001, 7), { things: [26] });
const scene = () => metrics.panopticScene({ things: [26], stuff: [7] });
const LABELS = ["undefined", "negative", "list"];
const KNOWN = ["undefined"];

/** Objects, segments and labels. */
export const OBJECT_CALLS: readonly ValidCall[] = [
  {
    name: "aggregatedJaccard",
    whole: [0],
    run: metrics.aggregatedJaccard,
    args: () => [overlaps(), "paired"],
    takes: { "1": ["undefined"] },
  },
  {
    name: "outlineCounts",
    run: metrics.outlineCounts,
    args: () => [labels(), labels(), IMAGE, 0.5],
    takes: { "3": ["fraction", "huge"] },
  },
  {
    name: "classAndObjectSegments",
    run: metrics.classAndObjectSegments,
    args: () => [labels(), labels(), { things: [1], ignore: 255 }],
    takes: { "2.things": ["list"], "2.ignore": LABELS },
  },
  {
    name: "cocoSegments",
    run: metrics.cocoSegments,
    args: () => [labels(), [{ id: 1, category_id: 3 }], 4],
    takes: { "1": ["list"], "2": ["undefined"] },
  },
  {
    name: "compareObjects",
    whole: [0],
    run: metrics.compareObjects,
    args: () => [overlaps(), { share: 0.5, threshold: 0.5, exceed: true, method: "greedy" }],
    takes: {
      "1": EMPTY_OPTIONS,
      "1.share": ["undefined", "fraction"],
      "1.threshold": ["undefined", "fraction"],
      "1.exceed": ["undefined"],
      "1.method": ["undefined"],
    },
  },
  {
    name: "detectedObjects",
    whole: [0],
    run: metrics.detectedObjects,
    args: () => [overlaps(), 0.5],
    takes: { "1": ["undefined", "fraction"] },
  },
  {
    name: "findObjects",
    run: metrics.findObjects,
    args: () => [labels(), IMAGE, { connectivity: "edges", known: labels(), smallest: 2, dilation: 1 }],
    takes: {
      "2": EMPTY_OPTIONS,
      "2.connectivity": ["undefined"],
      "2.known": KNOWN,
      "2.smallest": ["undefined"],
      "2.dilation": ["undefined"],
    },
  },
  {
    name: "measureLabels",
    run: measure.measureLabels,
    args: () => [labels(), IMAGE, { spacing: [1, 2], ignore: [0], connectivity: "full" }],
    takes: {
      "2": EMPTY_OPTIONS,
      "2.spacing": ["undefined"],
      "2.ignore": LABELS,
      "2.connectivity": ["undefined"],
    },
  },
  {
    name: "numberedSegments",
    run: metrics.numberedSegments,
    args: () => [Int32Array.of(7, 26001), { divisor: 1000, things: [26], ignore: 0 }],
    takes: {
      "0": ["list", "no bytes", "floats", "64 bit integers"],
      "1": EMPTY_OPTIONS,
      "1.divisor": ["undefined"],
      "1.things": ["undefined", "list"],
      "1.ignore": LABELS,
    },
  },
  {
    name: "objectCounts",
    run: metrics.objectCounts,
    args: () => [labels(), labels(), IMAGE, { spacing: [1, 2], known: labels() }],
    takes: { "3": EMPTY_OPTIONS, "3.spacing": ["undefined"], "3.known": KNOWN },
  },
  {
    name: "panopticScene",
    run: metrics.panopticScene,
    args: () => [{ things: [26], stuff: [7], stuffRule: "shared", unlabelled: "ignored" }],
    takes: {
      "0.things": ["list"],
      "0.stuff": ["undefined", "list"],
      "0.stuffRule": ["undefined"],
      "0.unlabelled": ["undefined"],
    },
  },
  {
    name: "panopticScene().add",
    whole: [0, 1],
    run: (...args) => scene().add(...(args as unknown as [metrics.PanopticMap, metrics.PanopticMap])),
    args: () => [segments(), segments()],
  },
  {
    name: "panopticScene().merge",
    whole: [0],
    run: (other: never) => scene().merge(other),
    args: () => [scene().add(segments(), segments()).toJSON()],
  },
  {
    name: "segmentOverlaps",
    whole: [0, 1],
    run: metrics.segmentOverlaps,
    args: () => [segments(), segments(), { unlabelled: "ignored" }],
    takes: { "2": EMPTY_OPTIONS, "2.unlabelled": ["undefined"] },
  },
  {
    name: "withoutSmallObjects",
    run: metrics.withoutSmallObjects,
    args: () => [labels(), 2],
    takes: { "0": ["list", "no bytes", "floats", "64 bit integers"] },
  },
];
