import { add, apply, isHardTarget, logarithmOf, mul, powerOfProbability } from "./algebra.ts";
import { CLASS, type Expression, isApply, isNumber, isSymbol, number, variesOver } from "./expression.ts";

/**
 * The logarithm of a product of powers of p and q, none of which is below 0, as the sum of their logarithms: p/q is beyond
 * single precision from |z| = 88 on, and logp - log1mp is z.
 * @returns undefined for all else
 */
export function logarithmOfProduct(x: Expression): Expression | undefined {
  const parts = factorsOf(x).map(logarithmOfFactor);
  if (!parts.every((part) => part !== undefined) || parts.every(({ kind }) => kind === "number"))
    return undefined;
  return add(...parts);
}

/**
 * The logarithm of such a product at the true class, log(total(y*p)), as the total of y times its logarithm: of class
 * indices one class alone counts, and what is lost of p below 1e-38 is none of log p.
 * @returns undefined for all else
 */
export function logarithmOfOwnClass(x: Expression): Expression | undefined {
  if (!isApply(x, "total") || !variesOver(x.args[0], CLASS)) return undefined;
  const factors = factorsOf(x.args[0]);
  const own = factors.find(isHardTarget);
  const logarithm = own && logarithmOfProduct(mul(...factors.filter((factor) => factor !== own)));
  return logarithm && apply("total", mul(own, logarithm));
}

/** Such a product to a power, which goes to each of its factors: of sqrt(p) and of p^0.5 the slope is one of log p. */
export function powerOfProduct(x: Expression, exponent: number): Expression | undefined {
  const logarithm = logarithmOfProduct(x);
  if (logarithm === undefined) return undefined;
  const terms = isApply(logarithm, "add") ? logarithm.args : [logarithm];
  return mul(...terms.map((term) => apply("exp", mul(number(exponent), term))));
}

function factorsOf(x: Expression): readonly Expression[] {
  return isApply(x, "mul") ? x.args : [x];
}

function logarithmOfFactor(e: Expression): Expression | undefined {
  if (e.kind === "number") return e.value > 0 ? number(Math.log(e.value)) : undefined;
  if (isSymbol(e, "p") || isSymbol(e, "q")) return logarithmOf(e) ?? undefined;
  if (isApply(e, "exp")) return powerOfProbability(e.args[0]) ? e.args[0] : undefined;
  if (!isApply(e, "pow") || !isNumber(e.args[1])) return undefined;
  const logarithm = logarithmOf(e.args[0]);
  return logarithm ? mul(e.args[1], logarithm) : undefined;
}
