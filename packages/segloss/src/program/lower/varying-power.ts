import { type Expression, isApply, isNumber, PIXEL, variesOver } from "../../formula/expression.ts";
import type { Value } from "../value.ts";
import type { Lowering } from "./lowering.ts";

type Lower = (arg: Expression) => Value;

/**
 * x^n with an exponent that is not known when the loss is compiled: exp(n log x), and 1 for n = 0 even where x is 0. A
 * negative x has a power when n is whole: that of |x| with the sign of x for odd n.
 */
export function varyingPower(base: Expression, exponent: Expression, to: Lowering, operand: Lower): Value {
  const { build } = to;
  const [x, n] = [operand(base), operand(exponent)];
  const power = isNotNegative(base) ? powerOf(x, n, to) : signedPower(x, n, to);
  if (exponent.kind === "vector" && !exponent.values.includes(0)) return power;
  return build.select(build.equal(n, 0), 1, power);
}

function powerOf(x: Value, n: Value, { build }: Lowering): Value {
  return build.exp(build.mul(n, build.log(x)));
}

function signedPower(x: Value, n: Value, to: Lowering): Value {
  const { build } = to;
  const isWhole = (value: Value): Value => build.equal(value, build.round(value));
  const whole = isWhole(n);
  const odd = build.both(whole, build.not(isWhole(build.mul(n, 0.5))));
  // The logarithm of a negative number is NaN, which is what its power is for an exponent that is not whole.
  const size = powerOf(build.select(whole, build.abs(x), x), n, to);
  return build.negateWhere(size, build.both(build.isNegative(x), odd));
}

/** Symbols in [0, 1], distances and weights. */
const NOT_NEGATIVE = /^(p|q|y|ysoft|v|w|d1|d2)$/;

/** Whether a value is never below 0, as far as its form tells. */
function isNotNegative(root: Expression): boolean {
  const known = new Map<string, boolean>();
  const visit = (e: Expression): boolean => {
    const result = known.get(e.key) ?? formIsNotNegative(e, visit);
    known.set(e.key, result);
    return result;
  };
  return visit(root);
}

function formIsNotNegative(e: Expression, visit: (part: Expression) => boolean): boolean {
  if (e.kind === "number") return e.value >= 0;
  if (e.kind === "vector") return e.values.every((value) => value >= 0);
  if (e.kind === "symbol") return variesOver(e, PIXEL) && NOT_NEGATIVE.test(e.name);
  if (isApply(e, "add") || isApply(e, "mul")) return e.args.every(visit);
  if (isApply(e, "pow")) return visit(e.args[0]) || isEven(e.args[1]);
  return ["abs", "relu", "exp", "sqrt", "sigmoid", "softplus", "cosh"].includes(e.op);
}

function isEven(e: Expression): boolean {
  return isNumber(e) && e.value % 2 === 0;
}
