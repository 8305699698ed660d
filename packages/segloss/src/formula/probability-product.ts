import type { Constructors } from "./constructors.ts";
import { CLASS, type Expression, isApply, isNumber, isSymbol, number, variesOver } from "./expression.ts";
import { logarithmOf, powerOfProbability } from "./factors.ts";
import { isHardTarget } from "./targets.ts";

/**
 * The logarithm of a product of powers of p and q, none of which is below 0, as the sum of their logarithms: p/q is beyond
 * single precision from |z| = 88 on, and logp - log1mp is z.
 * @returns undefined for all else
 */
export function logarithmOfProduct(x: Expression, make: Constructors): Expression | undefined {
  const parts = factorsOf(x).map((factor) => logarithmOfFactor(factor, make));
  if (!parts.every((part) => part !== undefined) || parts.every(({ kind }) => kind === "number"))
    return undefined;
  return make.add(...parts);
}

/**
 * The logarithm of such a product at the true class, log(total(y*p)), as the total of y times its logarithm: of class
 * indices one class alone counts, and what is lost of p below 1e-38 is none of log p.
 * @returns undefined for all else
 */
export function logarithmOfOwnClass(x: Expression, make: Constructors): Expression | undefined {
  if (!isApply(x, "total") || !variesOver(x.args[0], CLASS)) return undefined;
  const factors = factorsOf(x.args[0]);
  const own = factors.find(isHardTarget);
  const rest = factors.filter((factor) => factor !== own);
  const logarithm = own && logarithmOfProduct(make.mul(...rest), make);
  return logarithm && make.apply("total", make.mul(own, logarithm));
}

/** Such a product to a power, which goes to each of its factors: of sqrt(p) and of p^0.5 the slope is one of log p. */
export function powerOfProduct(x: Expression, exponent: number, make: Constructors): Expression | undefined {
  const logarithm = logarithmOfProduct(x, make);
  if (logarithm === undefined) return undefined;
  const terms = isApply(logarithm, "add") ? logarithm.args : [logarithm];
  return make.mul(...terms.map((term) => make.exp(make.mul(number(exponent), term))));
}

function factorsOf(x: Expression): readonly Expression[] {
  return isApply(x, "mul") ? x.args : [x];
}

function logarithmOfFactor(e: Expression, make: Constructors): Expression | undefined {
  if (e.kind === "number") return e.value > 0 ? number(Math.log(e.value)) : undefined;
  if (isSymbol(e, "p") || isSymbol(e, "q")) return logarithmOf(e) ?? undefined;
  if (isApply(e, "exp")) return powerOfProbability(e.args[0]) ? e.args[0] : undefined;
  if (!isApply(e, "pow") || !isNumber(e.args[1])) return undefined;
  const logarithm = logarithmOf(e.args[0]);
  return logarithm ? make.mul(e.args[1], logarithm) : undefined;
}
