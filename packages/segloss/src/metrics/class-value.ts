import type { Kind } from "../door/kind.ts";
import { choice } from "../door/kinds.ts";
import type { ClassCounts } from "./class-counts.ts";
import type { Metric } from "./metric.ts";

/** What a class scores that is neither in the prediction nor in the truth: best, worst, or nothing. */
export type EmptyPolicy = "perfect" | "worst" | "skip";

/** The kind of `empty`, wherever it is an option. */
export const EMPTY: Kind = choice("perfect", "worst", "skip");

/** A metric's value of the counts of one class; undefined where skipped. */
export function classValue(
  metric: Metric,
  counts: ClassCounts,
  parameters: Readonly<Record<string, number>>,
  empty: EmptyPolicy,
): number | undefined {
  const errors = counts.fp + counts.fn;
  if (counts.tp + errors === 0) return emptyValue(metric, empty);
  const value = metric.from(counts, parameters);
  return Number.isNaN(value) ? errorOrPolicy(metric, counts, "perfect") : value;
}

/** The worst value where there is any error, else what the policy says. */
export function errorOrPolicy(
  metric: Metric,
  { fp, fn }: ClassCounts,
  policy: EmptyPolicy,
): number | undefined {
  return emptyValue(metric, fp + fn > 0 ? "worst" : policy);
}

function emptyValue({ range, best, perfect }: Metric, empty: EmptyPolicy): number | undefined {
  if (empty === "skip") return undefined;
  if (empty === "perfect" && best === "zero") return 0;
  if (empty === "perfect" && perfect) return 0;
  const upper = best === "zero" || (empty === "perfect") === (best === "high");
  return upper ? range[1] : range[0];
}
