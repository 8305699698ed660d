import type { MetricParameter } from "../metric.ts";
import type { DirectedDistances, SurfaceDistances } from "./surface-distances.ts";

/** Which surface's points are measured. */
export const DIRECTION: MetricParameter = {
  default: 0,
  choices: ["both", "prediction", "truth"],
  meaning: "whose surface is measured to the other: both, the prediction's alone, or the truth's alone",
};

/** The distances of the directions that are measured: two, or one. */
export function measured(
  { fromPrediction, fromTruth }: SurfaceDistances,
  direction: number,
): readonly DirectedDistances[] {
  return [[fromPrediction, fromTruth], [fromPrediction], [fromTruth]][direction];
}
