import { add, apply, mul, neg } from "../../formula/algebra.ts";
import { type Expression, isApply, isSymbol, number, symbol } from "../../formula/expression.ts";
import { splitFactor } from "../../formula/factors.ts";
import { HARD_TARGET, SOFT_TARGET } from "../../formula/targets.ts";

/**
 * A term with p^k or y^k, k > 1, as one with p or y and a correction: p^k is p - p (1 - p^(k - 1)), in which what is near 0
 * for p near 1 has all its digits. Other terms have the correction 0.
 */
export function withoutPower(term: Expression): readonly [Expression, Expression] {
  const [factor, product] = splitFactor(term);
  const factors = isApply(product, "mul") ? product.args : [product];
  const power = factors.find((f) => powerOf(f) !== undefined);
  const found = power && powerOf(power);
  if (found === undefined) return [term, number(0)];
  const rest = mul(factor, ...factors.filter((f) => f !== power));
  return [mul(rest, found.base), mul(rest, found.correction)];
}

interface Power {
  readonly base: Expression;
  /** The power less its base. */
  readonly correction: Expression;
}

function powerOf(e: Expression): Power | undefined {
  if (isApply(e, "pow") && e.args[1].kind === "number") return ofBase(e.args[0], e.args[1].value, e);
  if (!isApply(e, "exp")) return undefined;
  const [factor, logarithm] = splitFactor(e.args[0]);
  if (factor.kind !== "number" || !isSymbol(logarithm, "logp")) return undefined;
  return ofBase(symbol("p", logarithm.axes), factor.value, e);
}

function ofBase(base: Expression, k: number, power: Expression): Power | undefined {
  if (k <= 1 || k === 2) return undefined;
  if (isSymbol(base, SOFT_TARGET) || isSymbol(base, HARD_TARGET))
    return { base, correction: add(power, neg(base)) };
  if (!isSymbol(base, "p")) return undefined;
  return { base, correction: mul(base, apply("expm1", mul(number(k - 1), symbol("logp", base.axes)))) };
}
