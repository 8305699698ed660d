import { type Constant, isConstant } from "./constants.ts";
import {
  applyNode,
  type CLASS,
  type Expression,
  isApply,
  isSymbol,
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

/** Factors of a product that vary over the axis, and those that do not. */
export function splitByAxis(e: Expression, axis: typeof PIXEL | typeof CLASS): [Expression[], Expression[]] {
  const factors = isApply(e, "mul") ? [...e.args] : [e];
  return [factors.filter((f) => variesOver(f, axis)), factors.filter((f) => !variesOver(f, axis))];
}

/** A number times p or q, neither of which is below 0. */
export function multipleOfProbability(
  e: Expression,
): { readonly factor: number; readonly probability: Expression } | undefined {
  const [factor, probability] = splitFactor(e);
  if (factor.kind !== "number" || !(isSymbol(probability, "p") || isSymbol(probability, "q")))
    return undefined;
  return { factor: factor.value, probability };
}

const LOG_OF: Readonly<Record<string, string>> = { p: "logp", q: "log1mp" };

/** The logarithm of a probability symbol: `logp` of p, `log1mp` of q. */
export function logarithmOf(base: Expression): Expression | null {
  if (base.kind !== "symbol" || !Object.hasOwn(LOG_OF, base.name)) return null;
  return symbol(LOG_OF[base.name], base.axes);
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
