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
  summary: "sum over the pixels of the region",
  arity: 1,
  axes: (args) => (args[0].axes & ~PIXEL) as Axes,
  reference: (values) => values.reduce((a, b) => a + b, 0),
  derivative: (adjoint) => adjoint,
  simplify: ([e], make) => hoistFixed(e, make) ?? totalOutside(e, make),
  latex: (x) => `\\sum_i ${x}`,
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
 * Lovász weights: with errors m sorted in falling order (ties by pixel index), J_k the Jaccard loss of having the
 * k worst pixels wrong, the pixel at rank k gets J_k - J_(k-1). The Lovász extension is sum_i m_i g_i and g is its
 * gradient. Operands: error, truth in [0,1], pixel weight. M. Berman, A. Rannen Triki, M. Blaschko, CVPR 2018,
 * algorithm 1; with weights, intersection and union are sums of weights.
 */
export const lovaszWeights: RankOp = {
  kind: "rank",
  summary: "weights of the Lovász extension of the Jaccard loss, by rank of the error",
  arity: 3,
  axes: unionAxes,
  reference(error, truth, weight) {
    const order = Uint32Array.from(error.keys()).sort((a, b) => error[b] - error[a] || a - b);
    let intersection = 0;
    for (let i = 0; i < truth.length; i++) intersection += weight[i] * truth[i];
    let union = intersection;
    const out = new Float64Array(error.length);
    for (const i of order) {
      out[i] = stepOfJaccard(intersection, union, weight[i] * truth[i], weight[i] * (1 - truth[i]));
      intersection -= weight[i] * truth[i];
      union += weight[i] * (1 - truth[i]);
    }
    return out;
  },
  // The weights depend on the order alone, which small changes of the logits leave as it is.
  derivative: () => null,
  latex: (x) => `g\\left(${x}\\right)`,
};

/**
 * 1 for the share of the pixels with the largest error, ties by pixel index, else 0. Operands: error, share in (0, 1],
 * pixel weight. Of N pixels with a weight above 0 these are floor(share N), but one at least and N at most; a share that is
 * NaN makes the value NaN.
 */
export const hardest: RankOp = {
  kind: "rank",
  summary: "1 for the given share of the pixels, those with the largest error, else 0",
  arity: 3,
  axes: unionAxes,
  reference(error, share, weight) {
    const order = Uint32Array.from(error.keys())
      .filter((i) => weight[i] > 0)
      .sort((a, b) => error[b] - error[a] || a - b);
    const out = new Float64Array(error.length).fill(Number.isNaN(share[0]) ? Number.NaN : 0);
    if (order.length > 0) for (const i of order.subarray(0, hardestCount(share[0], order.length))) out[i] = 1;
    return out;
  },
  derivative: () => null,
  latex: (x, share) => `\\operatorname{hardest}\\left(${x},\\, ${share}\\right)`,
};

/** floor(share n), in which 0.29 * 100 is 29 although the floats give less. */
function hardestCount(share: number, n: number): number {
  return Math.max(1, Math.floor(share * n * (1 + 1e-12)));
}

/**
 * J after the pixel less J before it, with J = 1 - I/U and I/U = 1 for an empty union.
 * (I U' - I' U)/(U U') with I' = I - dI, U' = U + dU needs no difference of nearly equal quotients.
 */
function stepOfJaccard(intersection: number, union: number, dI: number, dU: number): number {
  if (union === 0) return dU > 0 ? 1 : 0;
  return (intersection * dU + dI * union) / (union * (union + dU));
}
