import { neg, sub } from "./algebra.ts";
import {
  type Axes,
  type Expression,
  isApply,
  isSymbol,
  mentions,
  number,
  symbol,
  topological,
} from "./expression.ts";
import { splitFactor } from "./factors.ts";
import { PREDICTION_SYMBOLS } from "./ops/functions.ts";

/**
 * Which factors of a product over pixels win when they are 0 and another one is infinite, where IEEE arithmetic has NaN.
 * Without a link p may be exactly 0 or 1, and losses have a value and a slope there that are limits from inside:
 * - a target, weight, map or constant of 0 leaves nothing: y log p is 0 for y = 0 and every p, and so is its slope y/p;
 * - any 0 wins against a logarithm: p log p tends to 0 with p;
 * - log(1 - p) is 0 as p is, and wins against powers of p above -1: the slope of p^gamma log(1 - p) tends to 0.
 * All other zeros times infinity are NaN still.
 */
export function winningZeros(factors: readonly Expression[]): boolean[] {
  const infinite = factors.filter((e) => !isGiven(e) && mayBeInfinite(e));
  if (infinite.length === 0) return factors.map(() => false);
  const logarithmsAlone = infinite.every(isLogarithm);
  const mildPowers =
    infinite.every((e) => isLogarithm(e) || powerOf(e) !== null) &&
    ["p", "q"].every((base) => leastExponent(factors, base) > -1);
  return factors.map((e) => {
    if (isGiven(e)) return true;
    return isLogarithm(e) ? mildPowers : logarithmsAlone;
  });
}

/** Whether it does not depend on the prediction: then its 0 stays one as p moves. */
function isGiven(e: Expression): boolean {
  return !mentions(e, ["z", ...PREDICTION_SYMBOLS]);
}

function isLogarithm(e: Expression): boolean {
  return isSymbol(e, "logp") || isSymbol(e, "log1mp") || isApply(e, "log") || isApply(e, "log1p");
}

/** A power of p or of q = 1 - p, which without a link are z and 1 - z. */
interface Power {
  readonly base: string;
  /** One for all classes, or one for each. */
  readonly exponents: readonly number[];
}

function powerOf(e: Expression): Power | null {
  const base = probabilityOf(e);
  if (base !== null) return { base, exponents: [1] };
  if (isApply(e, "pow")) return power(probabilityOf(e.args[0]), e.args[1]);
  if (!isApply(e, "exp")) return null;
  const [factor, logarithm] = splitFactor(e.args[0]);
  return power(baseOfLogarithm(logarithm), factor);
}

function power(base: string | null, exponent: Expression): Power | null {
  const exponents = constantsOf(exponent);
  return base !== null && exponents !== null ? { base, exponents } : null;
}

function constantsOf(e: Expression): readonly number[] | null {
  if (e.kind === "vector") return e.values;
  return e.kind === "number" ? [e.value] : null;
}

function probabilityOf(e: Expression): string | null {
  if (isSymbol(e, "p") || isSymbol(e, "z")) return "p";
  return isSymbol(e, "q") || e.key === COMPLEMENT(e.axes).key ? "q" : null;
}

const COMPLEMENT = (axes: Axes): Expression => sub(number(1), symbol("z", axes));

function baseOfLogarithm(e: Expression): string | null {
  if (isSymbol(e, "logp")) return "p";
  if (isSymbol(e, "log1mp")) return "q";
  if (isApply(e, "log")) return probabilityOf(e.args[0]);
  return isApply(e, "log1p") && e.args[0].key === neg(symbol("z", e.axes)).key ? "q" : null;
}

/** The exponent of p or q in a product: the least one of the classes for which no constant is 0. */
function leastExponent(factors: readonly Expression[], base: string): number {
  const powers = factors.map(powerOf).filter((found) => found?.base === base);
  const constants = factors.map(constantsOf).filter((found) => found !== null);
  const of = (values: readonly number[], c: number): number => values[c % values.length];
  const classes = Math.max(
    1,
    ...[...constants, ...powers.map((found) => found!.exponents)].map((values) => values.length),
  );
  const exponents = Array.from({ length: classes }, (_, c) => c)
    .filter((c) => constants.every((values) => of(values, c) !== 0))
    .map((c) => powers.reduce((sum, found) => sum + of(found!.exponents, c), 0));
  return Math.min(...exponents);
}

/** Whether a factor may be infinite where the prediction and everything given are finite. */
function mayBeInfinite(e: Expression): boolean {
  const isFinitePower = (part: Expression): boolean => powerOf(part)?.exponents.every((x) => x >= 0) === true;
  if (isFinitePower(e)) return false;
  return topological([e]).some(
    (part) =>
      isLogarithm(part) ||
      isApply(part, "ratio") ||
      isApply(part, "inverse") ||
      ((isApply(part, "pow") || isApply(part, "exp")) && !isFinitePower(part)),
  );
}
