import { add, apply, mul, neg } from "../formula/algebra.ts";
import type { Link } from "./link.ts";

/**
 * p_c = e^z_c / sum_k e^z_k. With h_c = dL/dlogp_c, dz_c = h_c - p_c sum_k h_k, written here as
 * h_c q_c - p_c sum_{k != c} h_k: the same, without the cancellation where p_c is nearly 1.
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
    const h = add(adjoint("logp"), mul(adjoint("p"), p), neg(mul(adjoint("q"), p)));
    // dlog(1 - p_c)/dlogp_c = -p_c/q_c: times q_c it is -p_c, whatever q_c has underflowed to.
    const timesQ = neg(mul(adjoint("log1mp"), p));
    const hOthers = add(h, mul(timesQ, apply("inverse", q)));
    return add(adjoint("z"), mul(h, q), timesQ, neg(mul(p, apply("others", hOthers))));
  },
};
