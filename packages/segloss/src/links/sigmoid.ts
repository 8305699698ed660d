import { add, apply, mul, neg } from "../formula/algebra.ts";
import type { Link } from "./link.ts";

/** p = 1/(1 + e^-z): dp/dz = pq, dlogp/dz = q, dlog(1-p)/dz = -p. */
export const sigmoidLink: Link = {
  name: "sigmoid",
  summary: "each channel on its own: p = 1/(1 + exp(-z))",
  definitions: (z) => ({
    p: apply("sigmoid", z),
    q: apply("sigmoid", neg(z)),
    logp: neg(apply("softplus", neg(z))),
    log1mp: neg(apply("softplus", z)),
  }),
  slope(adjoint, symbol) {
    const [p, q] = [symbol("p"), symbol("q")];
    return add(
      adjoint("z"),
      mul(adjoint("p"), p, q),
      neg(mul(adjoint("q"), p, q)),
      mul(adjoint("logp"), q),
      neg(mul(adjoint("log1mp"), p)),
    );
  },
};
