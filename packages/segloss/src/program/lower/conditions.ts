import { CLASS, type Expression, isApply, isNumber, PIXEL } from "../../formula/expression.ts";
import { splitFactor } from "../../formula/factors.ts";
import { HARD_TARGET } from "../../formula/targets.ts";
import { leavesOut } from "../../plan/setting.ts";
import type { Value } from "../value.ts";
import type { Lowering } from "./lowering.ts";

/** y = 1. */
export function isPositive({ build, setting }: Lowering): Value {
  const label = build.leaf("label", PIXEL);
  return setting.channels === 1 ? build.isOdd(label) : build.same(label, build.leaf("classIndex", CLASS));
}

/** Whether the pixel counts; null when all do. */
export function isValid(to: Lowering): Value | null {
  const { build, setting } = to;
  if (!leavesOut(setting)) return null;
  const label = build.leaf("label", PIXEL);
  const excluded = setting.ignore.map((n) => build.same(label, build.integer(n)));
  if (setting.masked) excluded.push(build.same(build.leaf("maskByte", PIXEL), build.integer(0)));
  return build.not(excluded.reduce((a, b) => build.either(a, b)));
}

/** The condition that a factor of 0 or 1 stands for, or null for any other expression. */
export function conditionOf(e: Expression, to: Lowering): Value | null {
  if (isSymbol01(e, HARD_TARGET)) return isPositive(to);
  if (isSymbol01(e, "v") || (isSymbol01(e, "w") && !to.setting.weighted)) return isValid(to);
  const inverse = complemented(e);
  const condition = inverse && conditionOf(inverse, to);
  return condition ? to.build.not(condition) : null;
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
