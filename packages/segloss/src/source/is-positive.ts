import { type Expression, isApply, isNumber } from "../formula/expression.ts";

const NEVER_NEGATIVE: ReadonlySet<string> = new Set([
  "p",
  "q",
  "y",
  "ysoft",
  "v",
  "w",
  "pixelCount",
  "classCount",
]);

/** Whether a divisor is above 0 whatever the data, as far as its form tells: no 0/0 to look out for. */
export function isPositive(e: Expression): boolean {
  if (e.kind === "number") return e.value > 0;
  if (e.kind === "vector") return e.values.every((value) => value > 0);
  if (e.kind === "symbol") return e.name === "pixelCount" || e.name === "classCount";
  if (isApply(e, "add")) return e.args.some(isPositive) && e.args.every(isNotNegative);
  if (isApply(e, "mul")) return e.args.every(isPositive);
  return isApply(e, "exp") || isApply(e, "cosh");
}

function isNotNegative(e: Expression): boolean {
  if (isPositive(e)) return true;
  if (e.kind === "number") return e.value >= 0;
  if (e.kind === "vector") return e.values.every((value) => value >= 0);
  if (e.kind === "symbol") return NEVER_NEGATIVE.has(e.name);
  if (isApply(e, "add") || isApply(e, "mul") || isApply(e, "pixelSum") || isApply(e, "total"))
    return e.args.every(isNotNegative);
  if (isApply(e, "pow"))
    return isNotNegative(e.args[0]) || (isNumber(e.args[1]) && e.args[1].value % 2 === 0);
  return ["abs", "relu", "step", "sqrt", "sigmoid", "softplus", "skeleton", "hardest"].includes(e.op);
}
