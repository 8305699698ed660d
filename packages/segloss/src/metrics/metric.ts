import type { ClassCounts } from "./class-counts.ts";

/** A number that a metric's formula takes besides the counts. */
export interface MetricParameter {
  readonly default: number;
  /** The greatest value that it can have. Default: any; the least is always 0. */
  readonly max?: number;
  /** Words that stand for 0, 1, 2, ... where it is a choice; people write the word. */
  readonly choices?: readonly string[];
  readonly meaning: string;
}

/** What there is to say about any metric, for lists and for its page in the docs. */
export interface MetricDescription {
  readonly name: string;
  /** Other names that people know it by. */
  readonly aliases: readonly string[];
  readonly title: string;
  readonly formula: string;
  /** The formula as TeX, where it cannot be had from its text. */
  readonly latex?: string;
  readonly reference: string;
  /** When it tells something, and when it does not. */
  readonly use: string;
  /** Who else has it, and how theirs differs. */
  readonly elsewhere: readonly string[];
  readonly range: readonly [number, number];
  /** Where the best value is: at the high end of the range, at the low one, or at 0 inside. */
  readonly best: "high" | "low" | "zero";
  readonly parameters: Readonly<Record<string, MetricParameter>>;
}

/**
 * A metric of one class against the rest. Its value for a prediction, with averages and the rule for
 * empty classes, comes from `score` and `scoreImages`. Its formula, in tp, fp, fn, tn and the parameters, is exactly
 * what `from` computes, in the same order.
 */
export interface Metric extends MetricDescription {
  /** What it reads: counts of pixels. */
  readonly kind: "counts";
  /** The value without an error, where that is not an end of the range. */
  perfect?(counts: ClassCounts): number;
  /** The formula's value; NaN where it is 0/0. */
  from(counts: ClassCounts, parameters: Readonly<Record<string, number>>): number;
}
