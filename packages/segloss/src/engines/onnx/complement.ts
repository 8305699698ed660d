import { add, apply, mul, sub } from "../../formula/algebra.ts";
import { applyNode, type Expression, isApply, number, PIXEL, variesOver } from "../../formula/expression.ts";
import { splitFactor } from "../../formula/factors.ts";
import { complementOfCorrelation } from "./correlation.ts";
import { oneSign } from "./one-sign.ts";
import { withoutPower } from "./without-power.ts";

/**
 * `1 - a/b` of sums as `(b - a)/b`, whose numerator is one sum of terms that are not below 0: 1 - 0.99 has two digits less
 * than 0.99, and in single precision those are missed. `2 - 3 a/b` becomes `-1 + 3 (b - a)/b`.
 */
export function complementsOfRatios(e: Expression): Expression {
  if (!isApply(e, "add") || variesOver(e, PIXEL)) return e;
  let constant = e.args.reduce((sum, arg) => sum + (arg.kind === "number" ? arg.value : 0), 0);
  const terms: Expression[] = [];
  for (const arg of e.args) {
    if (arg.kind === "number") continue;
    const [factor, rest] = splitFactor(arg);
    const opposite = factor.kind === "number" && factor.value * constant < 0;
    if (!opposite || !isApply(rest, "ratio") || Math.abs(factor.value) > Math.abs(constant) * (1 + 1e-12)) {
      terms.push(arg);
      continue;
    }
    constant += factor.value;
    terms.push(mul(number(-factor.value), complement(rest.args)));
  }
  return add(number(Math.abs(constant) < 1e-15 ? 0 : constant), ...terms);
}

/** 1 - a/b, and 1 - empty where both are 0. */
function complement([a, b, empty]: readonly Expression[]): Expression {
  const correlation = complementOfCorrelation([a, b, empty]);
  if (correlation) return correlation;
  const args = [difference(b, a), b, sub(number(1), empty)];
  return applyNode("ratio", args, args[1].axes);
}

/** b - a with the sums over pixels in it put together where that leaves terms of one sign. */
export function difference(b: Expression, a: Expression): Expression {
  const e = sub(b, a);
  return isApply(e, "add") ? sumsTogether(e.args) : e;
}

interface Group {
  readonly wrap: (sum: Expression) => Expression;
  readonly integrands: Expression[];
}

/** Terms that are sums over pixels, alone or with a common factor, as one sum; the others stay. */
function sumsTogether(terms: readonly Expression[]): Expression {
  const groups = new Map<string, Group>();
  const others: Expression[] = [];
  for (const term of terms) if (!take(term, number(1), groups)) others.push(term);
  const sums = [...groups.values()].map(({ wrap, integrands }) => wrap(sumOf(integrands)));
  return add(...others, ...sums);
}

function sumOf(integrands: readonly Expression[]): Expression {
  const parts = integrands.map(withoutPower);
  const together = oneSign(add(...parts.map(([plain]) => plain)));
  if (together) return apply("pixelSum", add(together, ...parts.map(([, correction]) => correction)));
  return add(...integrands.map((e) => apply("pixelSum", e)));
}

/** Puts a term among the groups; false where it is no sum over pixels. */
function take(term: Expression, scale: Expression, groups: Map<string, Group>, inTotal = false): boolean {
  const [factor, rest] = splitFactor(term);
  const by = mul(scale, factor);
  if (isApply(rest, "total") && !inTotal) return takeAll(rest.args[0], by, groups);
  const factors = isApply(rest, "mul") ? [...rest.args] : [rest];
  const linear = factors.filter((f) => isApply(f, "pixelSum") || isSumOfSums(f));
  if (linear.length !== 1) return false;
  const cofactor = mul(...factors.filter((f) => f !== linear[0]));
  const key = `${inTotal} ${cofactor.key}`;
  const wrap = (sum: Expression): Expression =>
    inTotal ? apply("total", mul(cofactor, sum)) : mul(cofactor, sum);
  const group = groups.get(key) ?? { wrap, integrands: [] };
  groups.set(key, group);
  for (const part of isApply(linear[0], "add") ? linear[0].args : linear) {
    const [k, sum] = splitFactor(part);
    if (isApply(sum, "pixelSum")) group.integrands.push(mul(by, k, sum.args[0]));
  }
  return true;
}

function takeAll(inner: Expression, scale: Expression, groups: Map<string, Group>): boolean {
  const terms = isApply(inner, "add") ? inner.args : [inner];
  const own = new Map(groups);
  if (!terms.every((term) => take(term, scale, own, true))) return false;
  for (const [key, group] of own) groups.set(key, group);
  return true;
}

function isSumOfSums(e: Expression): boolean {
  return isApply(e, "add") && e.args.every((arg) => isApply(splitFactor(arg)[1], "pixelSum"));
}
