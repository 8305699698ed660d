import type { Expression } from "./expression.ts";
import type { OpName } from "./op-name.ts";

/**
 * What builds expressions in normal form. The rules of an operation are given it: the constructors ask the rules of every
 * operation, so the rules cannot import them.
 */
export interface Constructors {
  apply(op: OpName, ...args: Expression[]): Expression;
  add(...terms: Expression[]): Expression;
  mul(...factors: Expression[]): Expression;
  sub(a: Expression, b: Expression): Expression;
  neg(e: Expression): Expression;
  pow(base: Expression, exponent: Expression): Expression;
  exp(e: Expression): Expression;
}
