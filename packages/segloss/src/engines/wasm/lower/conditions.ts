import { type Expression, isApply, isNumber, NO_AXES, PIXEL } from "../../../formula/expression.ts";
import { splitFactor } from "../../../formula/factors.ts";
import { HARD_TARGET } from "../../../formula/targets.ts";
import { leavesOut } from "../../../plan/setting.ts";
import type { Value } from "../ir/value.ts";
import type { Lowering } from "./lowering.ts";

/** The label's lowest bit (or whether it is this class) as a sign bit. */
export function labelSign(to: Lowering): Value {
  const label = to.build.leaf("label", PIXEL);
  if (to.setting.channels === 1) return to.build.apply("signBit", label);
  return to.build.apply("signBit", isClass(to));
}

/** y = 1. */
export function isPositive(to: Lowering): Value {
  return to.setting.channels === 1 ? to.build.apply("signMask", labelSign(to)) : isClass(to);
}

function isClass(to: Lowering): Value {
  const label = to.build.leaf("label", PIXEL);
  return to.build.apply("sameInteger", label, to.build.leaf("classIndex", 2));
}

/** Whether the pixel counts; null when all do. */
export function isValid(to: Lowering): Value | null {
  const { build, setting } = to;
  if (!leavesOut(setting)) return null;
  const label = build.leaf("label", PIXEL);
  const integer = (n: number): Value => build.leaf("integer", NO_AXES, n);
  const excluded = setting.ignore.map((n) => build.apply("sameInteger", label, integer(n)));
  if (setting.masked) excluded.push(build.apply("sameInteger", build.leaf("maskByte", PIXEL), integer(0)));
  return build.apply(
    "not",
    excluded.reduce((a, b) => build.apply("or", a, b)),
  );
}

/** The condition that a factor of 0 or 1 stands for, or null for any other expression. */
export function conditionOf(e: Expression, to: Lowering): Value | null {
  if (isSymbol01(e, HARD_TARGET)) return isPositive(to);
  if (isSymbol01(e, "v") || (isSymbol01(e, "w") && !to.setting.weighted)) return isValid(to);
  const inverse = complemented(e);
  const condition = inverse && conditionOf(inverse, to);
  return condition ? to.build.apply("not", condition) : null;
}

function isSymbol01(e: Expression, name: string): boolean {
  return e.kind === "symbol" && e.name === name;
}

/** x for 1 - x. */
function complemented(e: Expression): Expression | null {
  if (!isApply(e, "add") || e.args.length !== 2) return null;
  const one = e.args.findIndex((arg) => isNumber(arg, 1));
  if (one < 0) return null;
  const [factor, rest] = splitFactor(e.args[1 - one]);
  return isNumber(factor, -1) ? rest : null;
}
