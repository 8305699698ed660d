import type { Constructors } from "../constructors.ts";
import {
  type Axes,
  CLASS,
  type Expression,
  isApply,
  NO_AXES,
  PIXEL,
  symbol,
  unionAxes,
  variesOver,
} from "../expression.ts";
import { splitByAxis } from "../factors.ts";
import type { PixelOp, RankOp } from "./op.ts";

/** Plain sum over the pixels of a region; weights and ignored pixels are factors of the operand. */
export const pixelSum: PixelOp = {
  kind: "pixels",
  arity: 1,
  axes: (args) => (args[0].axes & ~PIXEL) as Axes,
  reference: (values) => values.reduce((a, b) => a + b, 0),
  derivative: (adjoint) => adjoint,
  simplify: ([e], make) => hoistFixed(e, make) ?? totalOutside(e, make),
};

/** Factors that do not vary over pixels leave the sum. */
function hoistFixed(e: Expression, { apply, mul }: Constructors): Expression | undefined {
  const [varying, fixed] = splitByAxis(e, PIXEL);
  if (fixed.length === 0) return undefined;
  if (varying.length === 0) return mul(symbol("pixelCount", NO_AXES), e);
  return mul(...fixed, apply("pixelSum", mul(...varying)));
}

/** sum_i w_i total(x) = total(sum_i w_i x): summing per class first needs no second sweep over the pixels. */
function totalOutside(e: Expression, { apply, mul }: Constructors): Expression | undefined {
  const factors = isApply(e, "mul") ? e.args : [e];
  const totals = factors.filter((f) => isApply(f, "total"));
  if (totals.length !== 1 || !isApply(totals[0], "total")) return undefined;
  const rest = factors.filter((f) => f !== totals[0]);
  if (rest.some((f) => variesOver(f, CLASS))) return undefined;
  return apply("total", apply("pixelSum", mul(...rest, totals[0].args[0])));
}

/**
 * Weights of the Lovász extension of the Jaccard loss, by rank of the error. Operands: error, truth in [0, 1], pixel weight.
 * Their value is in `engines/reference/rank-weights.ts`.
 */
export const lovaszWeights: RankOp = {
  kind: "rank",
  arity: 3,
  axes: unionAxes,
  // The weights depend on the order alone, which small changes of the logits leave as it is.
  derivative: () => null,
};

/** 1 for the share of the pixels with the largest error, else 0. Operands: error, share in (0, 1], pixel weight. */
export const hardest: RankOp = {
  kind: "rank",
  arity: 3,
  axes: unionAxes,
  derivative: () => null,
};
