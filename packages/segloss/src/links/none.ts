import { add, apply, mul, neg, pow, sub } from "../formula/algebra.ts";
import { number } from "../formula/expression.ts";
import type { Link } from "./link.ts";

/** The input is the probability: gradients are with respect to it, and log 0 is the caller's to avoid. */
export const noLink: Link = {
  name: "none",
  summary: "the input is already the probability p",
  definitions: (z) => ({
    p: z,
    q: sub(number(1), z),
    logp: apply("log", z),
    log1mp: apply("log1p", neg(z)),
  }),
  slope(adjoint, symbol) {
    const [p, q] = [symbol("p"), symbol("q")];
    return add(
      adjoint("z"),
      adjoint("p"),
      neg(adjoint("q")),
      mul(adjoint("logp"), pow(p, number(-1))),
      neg(mul(adjoint("log1mp"), pow(q, number(-1)))),
    );
  },
};
