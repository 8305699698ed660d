import { add, apply, mul } from "../formula/algebra.ts";
import { type Expression, NO_AXES, number, symbol } from "../formula/expression.ts";
import type { Ramp } from "./loss.ts";

/** What a run says of the training: 0 at its start, 1 at its end. */
export const PROGRESS: Expression = symbol("progress", NO_AXES);

/** The factor of a ramp as an expression of `progress`. */
export function rampFactor({ from, to, start, end }: Ramp): Expression {
  const line = mul(number(1 / (end - start)), add(PROGRESS, number(-start)));
  const share = apply("min", apply("max", line, number(0)), number(1));
  return add(number(from), mul(number(to - from), share));
}
