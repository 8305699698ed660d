import type { GraphLowering, OnnxTensor } from "./lowering.ts";
import { asLongAs, intoRuns, sumRuns } from "./sum-pixels.ts";

/** The longest row that one CumSum goes along. */
const LONGEST_ROW = 64;

/** Levels for sizes that are not known: rows of 64 of rows of 64 of rows of 64. */
const LEVELS = 3;

/**
 * For each element of the last axis of [n, c, m] the sum of those before it. In rows, whose sums are cumulated the same
 * way: a single CumSum of a million weights is off by 4e-4 in float32, and on GPUs its time grows with the square of the
 * length.
 */
export function cumulate(to: GraphLowering, a: OnnxTensor, level = 0): OnnxTensor {
  const isLast = to.sizes === "any" ? level === LEVELS : a.shape[2] <= LONGEST_ROW;
  if (isLast) return cumulateRow(to, a, 2);
  const rows = intoRuns(to, a, LONGEST_ROW);
  const ofRows = to.reshape(cumulate(to, sumRuns(to, rows), level + 1), [0, 0, -1, 1]);
  const sums = to.binary("Add", cumulateRow(to, rows, 3), ofRows);
  return asLongAs(to, to.reshape(sums, [0, 0, -1]), a);
}

/** For each element along an axis the sum of those before it, by one CumSum. */
export function cumulateRow(to: GraphLowering, a: OnnxTensor, axis: number): OnnxTensor {
  const scalar = to.emit("Squeeze", [to.integers([axis])], []);
  return to.emit("CumSum", [a, scalar], a.shape, { exclusive: 1 });
}
