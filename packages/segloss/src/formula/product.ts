import { add, type Constant, exp, foldConstants, isConstant, pow, times } from "./algebra.ts";
import {
  applyNode,
  type Expression,
  isApply,
  isNumber,
  number,
  PIXEL,
  symbol,
  unionAxes,
  variesOver,
} from "./expression.ts";

/** `3*a*b` as the constant 3 and `a*b`. */
export function splitFactor(e: Expression): [Constant, Expression] {
  if (!isApply(e, "mul") || !isConstant(e.args[0])) return [number(1), e];
  return [e.args[0], productOf(e.args.slice(1))];
}

/** Some factors of a product that is in normal form already, with another constant at most. */
export function productOf(factors: readonly Expression[]): Expression {
  if (factors.length === 0) return number(1);
  return factors.length === 1 ? factors[0] : applyNode("mul", factors, unionAxes(factors));
}

/**
 * Product with constants folded, powers of one base gathered and exponentials merged:
 * `q^2 * p * q^-1` is `q*p`, which stays finite where `q` underflows.
 *
 * Factors are in normal form already, so what meets no other factor stays the node that it is: looking into it again
 * would walk through shared parts once for every path that leads to them.
 */
export function mul(...factors: Expression[]): Expression {
  const { constant, powers, exponentials } = gatherFactors(factors);
  if (isNumber(constant, 0)) return number(0);
  const list = [...powers.values()].map(joinPowers);
  const exponential = exponentials.length === 0 ? null : joinExponentials(exponentials);
  if (exponential) list.push(exponential);
  // A power that was joined may be a product, and an exponential a power, that meets what is there.
  if (list.some((e) => isApply(e, "mul")) || (exponential && !staysExponential(exponential)))
    return mul(constant, ...list);
  const numbers = list.filter(isConstant);
  const rest = list.filter((e) => !isConstant(e));
  const folded = numbers.reduce<Constant>((a, b) => foldConstants(times, [a, b]), constant);
  return productOf(isNumber(folded, 1) && rest.length > 0 ? rest : [folded, ...rest]);
}

interface Power {
  readonly base: Expression;
  readonly exponents: Expression[];
  /** The factors as they came. */
  readonly factors: Expression[];
}

interface Factors {
  readonly constant: Constant;
  /** By the key of the base. */
  readonly powers: ReadonlyMap<string, Power>;
  readonly exponentials: readonly Expression[];
}

function gatherFactors(factors: readonly Expression[]): Factors {
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
    if (isConstant(e)) constant = foldConstants(times, [constant, e]);
    else if (isApply(e, "mul")) e.args.forEach(take);
    else if (logarithmic) takePower(e, logarithmic.base, logarithmic.exponent);
    else if (isApply(e, "exp")) exponentials.push(e);
    else if (isApply(e, "pow") && isNumber(e.args[1])) takePower(e, e.args[0], e.args[1]);
    else takePower(e, e, number(1));
  };
  factors.forEach(take);
  return { constant, powers, exponentials };
}

function joinPowers({ base, exponents, factors }: Power): Expression {
  return factors.length === 1 ? factors[0] : pow(base, add(...exponents));
}

function joinExponentials(factors: readonly Expression[]): Expression {
  if (factors.length === 1) return factors[0];
  return exp(add(...factors.map((e) => (isApply(e, "exp") ? e.args[0] : e))));
}

function staysExponential(e: Expression): boolean {
  return isApply(e, "exp") && powerOfProbability(e.args[0]) === null;
}

const BASE_OF: Readonly<Record<string, string>> = { logp: "p", log1mp: "q" };

/** `k*logp` as the power k of p, and `k*log1mp` of q, when k does not vary over pixels. */
export function powerOfProbability(e: Expression): { base: Expression; exponent: Expression } | null {
  const factors = isApply(e, "mul") ? e.args : [e];
  const logs = factors.filter((f) => f.kind === "symbol" && Object.hasOwn(BASE_OF, f.name));
  if (logs.length !== 1) return null;
  const log = logs[0] as Expression & { name: string };
  const exponent = productOf(factors.filter((f) => f !== log));
  if (variesOver(exponent, PIXEL)) return null;
  return { base: symbol(BASE_OF[log.name], log.axes), exponent };
}
