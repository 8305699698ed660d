import { check } from "../../door/check.ts";
import type { Kind } from "../../door/kind.ts";
import { checkMetric } from "../check-metric.ts";
import { EMPTY, type EmptyPolicy } from "../class-value.ts";
import type { MetricDescription } from "../metric.ts";
import { completeParameters } from "../parameters.ts";
import type { SurfaceDistances } from "./surface-distances.ts";

/** A metric of two surfaces. Its value for two masks comes from `scoreSurface`. */
export interface SurfaceMetric extends MetricDescription {
  /** What it reads: distances between surfaces. */
  readonly kind: "surface";
  /** The value for two masks that both have a surface. */
  from(distances: SurfaceDistances, parameters: Readonly<Record<string, number>>): number;
}

const DISTANCES: Kind = {
  expected: "what surfaceDistances gives",
  fits: (value) => {
    const { fromPrediction, fromTruth } = (value ?? {}) as Partial<SurfaceDistances>;
    return [fromPrediction, fromTruth].every((side) => side?.distances instanceof Float64Array);
  },
};

/**
 * The value of a surface metric. When one of the masks is empty it is the worst one: 0 for shares, the
 * `penalty` of the distances for distances. When both are empty it is what `empty` says: the best value
 * (the default), the worst, or nothing. Where every pixel is ignored,
 * or all edges of a mask that has pixels, there is no value.
 *
 * @throws RangeError for parameters that the metric lacks
 *
 * @example scoreSurface(hausdorffDistance, surfaceDistances(predicted, truth, [512, 512]), { percentile: 95 })
 */
export function scoreSurface(
  metric: SurfaceMetric,
  distances: SurfaceDistances,
  parameters: Readonly<Record<string, number | string>> = {},
  empty: EmptyPolicy = "perfect",
): number | undefined {
  const complete = completeParameters(metric, parameters);
  checkMetric(metric, "surface", "scoreSurface");
  check("scoreSurface: distances", distances, DISTANCES);
  check("scoreSurface: empty", empty, EMPTY);
  if (distances.present === 2) return metric.from(distances, complete);
  if (distances.isUnknown) return undefined;
  if (distances.present === 0 && empty === "skip") return undefined;
  const perfect = distances.present === 0 && empty === "perfect";
  if (metric.best === "high") return metric.range[perfect ? 1 : 0];
  return perfect ? 0 : distances.penalty;
}
