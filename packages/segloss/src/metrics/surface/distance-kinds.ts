import type { MetricParameter } from "../metric.ts";

/** How far two points are apart; the default first. */
export const DISTANCES = ["euclidean", "chessboard", "taxicab"] as const;

/** Euclidean; the greatest of the distances along the axes; or their sum. */
export type Distance = (typeof DISTANCES)[number];

/** A distance as a metric's parameter. */
export const DISTANCE: MetricParameter = {
  default: 0,
  choices: DISTANCES,
  meaning: "between two points: Euclidean, the greatest along an axis, the sum along the axes",
};
