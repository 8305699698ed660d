import { add, apply, mul, neg, pow, sub } from "../formula/algebra.ts";
import { type Expression, isApply, number } from "../formula/expression.ts";
import type { Link } from "./link.ts";

/**
 * The input is the probability: gradients are with respect to it. At p = 0 and p = 1 value and gradient are limits from
 * inside, where those are finite: 0 log 0 is 0, |y - p| has the slope that it has next to the end (see
 * `formula/winning-zeros.ts`). The log 0 of a class that is true is the caller's to avoid.
 */
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
      overEach(adjoint("logp"), p),
      neg(overEach(adjoint("log1mp"), q)),
    );
  },
};

/** e/x term by term: x^gamma/x is a power of x, and what is 0 because of the target stays 0 where x is. */
function overEach(e: Expression, x: Expression): Expression {
  const terms = isApply(e, "add") ? e.args : [e];
  return add(...terms.map((term) => mul(term, pow(x, number(-1)))));
}
