import { add, apply, mul, neg, sub } from "../formula/algebra.ts";
import { type Expression, number } from "../formula/expression.ts";
import type { Link } from "./link.ts";

/**
 * p_c = e^z_c / sum_k e^z_k. With h_c = dL/dlogp_c, dz_c = h_c - p_c sum_k h_k, which cancels where p_c is nearly 1. The
 * part through log p is written as h_c q_c - p_c sum_{k != c} h_k, which does not; the part through p with
 * g_c = dL/dp_c is p_c (g_c - sum_k p_k g_k), for which there is an operation.
 */
export const softmaxLink: Link = {
  name: "softmax",
  summary: "one class per pixel: p = exp(z) / total(exp(z))",
  definitions(z) {
    const logp = apply("logSoftmax", z);
    const p = apply("exp", logp);
    return { p, q: apply("others", p), logp, log1mp: apply("logOthers", z) };
  },
  slope(adjoint, symbol) {
    const [p, q] = [symbol("p"), symbol("q")];
    const h = adjoint("logp");
    return add(
      adjoint("z"),
      mul(h, q),
      neg(mul(p, apply("others", h))),
      mul(p, apply("aboveMean", p, sub(adjoint("p"), adjoint("q")))),
      complementSlope(adjoint("log1mp"), symbol),
    );
  },
};

/**
 * The part through log(1 - p_k), whose derivative by logp_k is -p_k/q_k: with s = -dL/dlog1mp p it is
 * s_c - sum_{k != c} s_k p_c/q_k. Only the largest class can have a q that underflows; there p_c/q_k is taken as
 * exp(logp_c - log1mp_k), which is at most 1.
 */
function complementSlope(adjoint: Expression, symbol: (name: string) => Expression): Expression {
  const [p, q] = [symbol("p"), symbol("q")];
  const s = neg(mul(adjoint, p));
  const largest = apply("isLargest", symbol("z"));
  const smaller = sub(number(1), largest);
  const ofSmaller = mul(p, apply("others", mul(s, smaller, apply("inverse", q))));
  const logShare = sub(symbol("logp"), apply("total", mul(largest, symbol("log1mp"))));
  const shareOfRest = apply("exp", apply("min", logShare, number(0)));
  return add(s, neg(ofSmaller), neg(mul(smaller, shareOfRest, apply("total", mul(largest, s)))));
}
