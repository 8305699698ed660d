import { add, apply, mul, neg, pow, sub } from "../../formula/algebra.ts";
import {
  type ApplyNode,
  applyNode,
  type Expression,
  isApply,
  isNumber,
  number,
  PIXEL,
  variesOver,
} from "../../formula/expression.ts";
import { splitFactor } from "../../formula/factors.ts";
import { logCosh, slopeOfLogCosh } from "../../formula/log-cosh.ts";
import { isHardTarget } from "../../formula/targets.ts";
import { complementsOfRatios } from "./complement.ts";
import { distanceOf, gap, meanOf } from "./one-sign.ts";

/**
 * The same expressions without the subtractions that cancel in single precision. The other engines keep the numbers of a
 * region in double precision and need none of this. Equal parts stay shared between the roots.
 */
export function stabilize(roots: readonly Expression[]): Expression[] {
  const done = new Map<string, Expression>();
  const visit = (e: Expression): Expression => {
    const known = done.get(e.key);
    if (known) return known;
    const result =
      e.kind === "apply" ? (ranked(e, visit) ?? stable(applyNode(e.op, e.args.map(visit), e.axes))) : e;
    done.set(e.key, result);
    return result;
  };
  return roots.map(visit);
}

function stable(e: Expression): Expression {
  if (isApply(e, "abs")) return distance(e);
  if (isApply(e, "log")) return logarithm(e.args[0]) ?? e;
  if (isApply(e, "mul")) return slopeOfLogCosh(e.args) ?? e;
  return isApply(e, "add") ? (complementOfPower(e.args) ?? complementOfMean(e) ?? complementsOfRatios(e)) : e;
}

/**
 * Lovász weights of the errors e = |y - p| by the order of e/(1 - e): errors that round to 1 still differ there. 1 - e is
 * y p + (1 - y) q, and for soft targets twice the smaller of y q and (1 - y) p more.
 */
function ranked(e: ApplyNode, visit: (e: Expression) => Expression): Expression | undefined {
  const [error, ...rest] = e.args;
  if (!isApply(e, "lovaszWeights") || !isApply(error, "abs")) return undefined;
  const found = distanceOf(error.args[0]);
  if (found === undefined) return undefined;
  const { p, y } = found;
  const [q, not] = [sub(number(1), p), sub(number(1), y)];
  const within = isHardTarget(y) ? number(0) : mul(number(2), apply("min", mul(y, q), mul(not, p)));
  const right = apply("max", add(mul(y, p), mul(not, q), within), number(1e-37));
  const order = mul(visit(error), pow(right, number(-1)));
  return applyNode("lovaszWeights", [order, ...rest.map(visit)], e.axes);
}

/** |y - p|, of class indices as y q + (1 - y) p. */
function distance(e: Expression & { readonly args: readonly Expression[] }): Expression {
  const found = distanceOf(e.args[0]);
  if (found === undefined) return e;
  const { p, y } = found;
  if (!isHardTarget(y)) return apply("abs", gap(p, y));
  return add(mul(y, sub(number(1), p)), mul(sub(number(1), y), p));
}

function logarithm(x: Expression): Expression | undefined {
  if (isApply(x, "cosh")) return logCosh(x.args[0]);
  return variesOver(x, PIXEL) ? undefined : logarithmOfRatio(x);
}

/** 1 - a y - b p with a + b = 1 as a (1 - y) + b q. */
function complementOfMean(e: Expression): Expression | undefined {
  const mean = meanOf(e);
  return (
    mean && add(mul(number(mean.a), sub(number(1), mean.y)), mul(number(mean.b), sub(number(1), mean.p)))
  );
}

/** 1 - p^k = -expm1(k log p). */
function complementOfPower(terms: readonly Expression[]): Expression | undefined {
  if (terms.length !== 2 || terms[0].kind !== "number") return undefined;
  const [factor, power] = splitFactor(terms[1]);
  if (!isNumber(factor, -terms[0].value) || !isApply(power, "exp")) return undefined;
  return mul(factor, apply("expm1", power.args[0]));
}

/**
 * The logarithm of a quotient of sums from its complement c = 1 - x, in which log x ~ -c has all its digits. Where x < 1/2
 * it is log(1/2) + log(2 x).
 */
function logarithmOfRatio(x: Expression): Expression | undefined {
  const c = complementOf(x);
  if (c === undefined) return undefined;
  const near = apply("log1p", neg(apply("min", c, number(1 / 2))));
  return add(near, apply("log", apply("min", mul(number(2), x), number(1))));
}

function complementOf(x: Expression): Expression | undefined {
  if (isApply(x, "ratio")) return complementsOfRatios(sub(number(1), x));
  if (!isApply(x, "max")) return undefined;
  const [inner, floor] = x.args;
  const c = complementOf(inner);
  return c && apply("min", c, sub(number(1), floor));
}
