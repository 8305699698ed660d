import type { RankMeasure } from "../protocol/plan.ts";

/** What is known of a measure that can rank losses. */
export interface Measure {
  readonly name: RankMeasure;
  /** As it stands in a sentence and above a column. */
  readonly title: string;
  /** Whether more is better, or less. */
  readonly better: "high" | "low";
  /** What it says of an image, in a line. */
  readonly says: string;
  /** Counts of pixels give it, so that constant predictions have one as well. */
  readonly fromCounts: boolean;
}

/** All measures, in the order in which they are shown. */
export const MEASURES: readonly Measure[] = [
  {
    name: "dice",
    title: "Dice",
    better: "high",
    says: "twice the overlap over both areas",
    fromCounts: true,
  },
  { name: "iou", title: "IoU", better: "high", says: "overlap over union", fromCounts: true },
  {
    name: "precision",
    title: "precision",
    better: "high",
    says: "share of what was predicted that is true",
    fromCounts: true,
  },
  {
    name: "recall",
    title: "recall",
    better: "high",
    says: "share of what is true that was predicted",
    fromCounts: true,
  },
  {
    name: "hd95",
    title: "HD95",
    better: "low",
    says: "distance within which 95 % of the outlines lie",
    fromCounts: false,
  },
  {
    name: "nsd",
    title: "NSD",
    better: "high",
    says: "share of the outlines within a tolerance",
    fromCounts: false,
  },
  {
    name: "boundaryIou",
    title: "boundary IoU",
    better: "high",
    says: "IoU of the pixels near the outlines",
    fromCounts: false,
  },
  {
    name: "clDice",
    title: "clDice",
    better: "high",
    says: "overlap with the centre lines",
    fromCounts: false,
  },
  {
    name: "pq",
    title: "PQ",
    better: "high",
    says: "panoptic quality of objects: found, and how well",
    fromCounts: false,
  },
  {
    name: "ap",
    title: "AP",
    better: "high",
    says: "average precision of objects over IoU thresholds",
    fromCounts: false,
  },
  {
    name: "ece",
    title: "ECE",
    better: "low",
    says: "expected calibration error: confidence against being right",
    fromCounts: false,
  },
];

export function measureOf(name: RankMeasure): Measure {
  return MEASURES.find((one) => one.name === name)!;
}
