import type { ClassCounts } from "./class-counts.ts";

/** A number that a metric's formula takes besides the counts. */
export interface MetricParameter {
  readonly default: number;
  readonly meaning: string;
}

/**
 * A metric of one class against the rest. Its value for a prediction, with averages and the rule for
 * empty classes, comes from `score` and `scoreImages`.
 */
export interface Metric {
  /** What it reads: counts of pixels. */
  readonly kind: "counts";
  readonly name: string;
  /** Other names that people know it by. */
  readonly aliases: readonly string[];
  readonly title: string;
  /** In tp, fp, fn, tn and the parameters; exactly what `from` computes, in the same order. */
  readonly formula: string;
  readonly reference: string;
  readonly range: readonly [number, number];
  readonly best: "high" | "low";
  readonly parameters: Readonly<Record<string, MetricParameter>>;
  /** The formula's value; NaN where it is 0/0. */
  from(counts: ClassCounts, parameters: Readonly<Record<string, number>>): number;
}
