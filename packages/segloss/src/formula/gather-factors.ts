import { type Constant, isConstant, times } from "./constants.ts";
import { type Expression, isApply, isNumber, number } from "./expression.ts";
import { powerOfProbability } from "./factors.ts";

export interface Power {
  readonly base: Expression;
  readonly exponents: Expression[];
  /** The factors as they came. */
  readonly factors: Expression[];
}

export interface Factors {
  readonly constant: Constant;
  /** By the key of the base. */
  readonly powers: ReadonlyMap<string, Power>;
  readonly exponentials: readonly Expression[];
}

/**
 * Factors of a product by what they can meet. They are in normal form already: what meets no other factor stays the node
 * that it is, for looking into it again would walk through shared parts once for every path that leads to them.
 */
export function gatherFactors(factors: readonly Expression[]): Factors {
  let constant: Constant = number(1);
  const powers = new Map<string, Power>();
  const exponentials: Expression[] = [];
  const takePower = (e: Expression, base: Expression, by: Expression): void => {
    const seen = powers.get(base.key);
    if (!seen) powers.set(base.key, { base, exponents: [by], factors: [e] });
    else {
      seen.exponents.push(by);
      seen.factors.push(e);
    }
  };
  const take = (e: Expression): void => {
    const logarithmic = isApply(e, "exp") ? powerOfProbability(e.args[0]) : null;
    if (isConstant(e)) constant = times(constant, e);
    else if (isApply(e, "mul")) e.args.forEach(take);
    else if (logarithmic) takePower(e, logarithmic.base, logarithmic.exponent);
    else if (isApply(e, "exp")) exponentials.push(e);
    else if (isApply(e, "pow") && isNumber(e.args[1])) takePower(e, e.args[0], e.args[1]);
    else takePower(e, e, number(1));
  };
  factors.forEach(take);
  return { constant, powers, exponentials };
}
