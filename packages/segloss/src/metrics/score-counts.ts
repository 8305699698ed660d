import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import { ANY } from "../door/kinds.ts";
import { checkMetric } from "./check-metric.ts";
import { type ClassCounts, COUNTS } from "./class-counts.ts";
import { classValue, EMPTY, type EmptyPolicy } from "./class-value.ts";
import type { Metric } from "./metric.ts";
import { completeParameters, METRIC } from "./parameters.ts";

/** How counts are scored: what `score` takes of a single class. */
export interface ScoreCountsOptions {
  /** The metric's own parameters, a choice by its word. Default: its defaults. */
  readonly parameters?: Readonly<Record<string, number | string>>;
  /** What a class scores that is neither in the prediction nor in the truth. Default: the metric's best value. */
  readonly empty?: EmptyPolicy;
}

/**
 * A metric's value of each of some classes by their counts, as `score` gives it: for whoever has counted otherwise than in a matrix, or
 * asks several metrics of the same counts.
 *
 * @returns one per class; undefined where skipped
 * @throws RangeError for parameters that the metric lacks
 *
 * @example scoreCounts(diceScore, [{ tp: 8, fp: 2, fn: 2, tn: 88 }]) // [0.8]
 */
export function scoreCounts(
  metric: Metric,
  counts: readonly ClassCounts[],
  options: ScoreCountsOptions = {},
): (number | undefined)[] {
  check("scoreCounts: metric", metric, METRIC);
  checkMetric(metric, "counts", "scoreCounts");
  check("scoreCounts: counts", counts, COUNTS);
  checkOptions("scoreCounts", options, { parameters: ANY, empty: EMPTY });
  const parameters = completeParameters(metric, options.parameters);
  return counts.map((one) => classValue(metric, one, parameters, options.empty ?? "perfect"));
}
