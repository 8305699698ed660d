import { CLASS, PIXEL } from "../formula/expression.ts";
import { isReduction, type Op } from "./ops.ts";
import type { Phase } from "./phase.ts";
import type { SumOutput } from "./program.ts";
import { isOne, type Value } from "./value.ts";

/** Instructions of operations that are not one, about, as processors with vectors have them. */
const INSTRUCTIONS: Readonly<Partial<Record<Op, number>>> = {
  constant: 0,
  integer: 0,
  truth: 0,
  coefficient: 0,
  classIndex: 0,
  label: 2,
  maskByte: 2,
  select: 3,
  negateWhere: 2,
  minusWhere: 2,
  copySign: 2,
  isOdd: 2,
  atMost: 2,
  round: 2,
  div: 3,
  sqrt: 4,
  expNegative: 22,
  exp: 48,
  log: 32,
  log1p: 45,
  log1pUnit: 14,
  tanh: 50,
  sinh: 60,
  cosh: 60,
  ofLabel: 12,
};

/** Instructions of an operation, about. */
export function instructionsOf({ op, axes, args }: Value): number {
  // -|x| is one, and a choice between two numbers that are the same for all pixels two.
  if (op === "neg" && args[0].op === "abs") return 0;
  if (op === "select" && isFixedChoice({ axes, args })) return 2;
  return INSTRUCTIONS[op] ?? 1;
}

/** Whether a choice is between numbers that are the same for all pixels. */
export function isFixedChoice({ axes, args: [, yes, no] }: Pick<Value<string>, "axes" | "args">): boolean {
  return (axes & PIXEL) !== 0 && ((yes.axes | no.axes) & PIXEL) === 0;
}

const EXPENSIVE: ReadonlySet<Op> = new Set([
  ...(["div", "sqrt", "expNegative", "exp", "log", "log1p", "log1pUnit", "tanh", "sinh", "cosh"] as const),
  "ofLabel",
]);

/** Whether a value is worth keeping rather than computing again. */
export function isExpensive({ op }: Value): boolean {
  return EXPENSIVE.has(op);
}

/** Instructions for four pixels of all classes, about; moves to and from memory count. */
export function costOfPhases(phases: readonly Phase[], channels: number): number {
  let cost = 0;
  for (const phase of phases) cost += costOfPhase(phase) * (phase.classes ? channels : 1);
  return cost;
}

function costOfPhase({ classes, computes, saves, sums, stores, guards, reductions }: Phase): number {
  const loaded = new Set<Value>();
  let cost = saves.length + stores.length + guards.length + 3 * reductions.length;
  for (const sum of sums) cost += costOfSum(sum, computes);
  for (const value of computes) {
    if (isOncePerRow(value, classes)) continue;
    cost += instructionsOf(value);
    for (const arg of value.args) if (!computes.has(arg)) loaded.add(arg);
  }
  for (const { value } of [...sums, ...stores, ...guards]) if (!computes.has(value)) loaded.add(value);
  return cost + loaded.size;
}

/** Instructions of a value that each class takes, about. */
export function costPerClass(value: Value): number {
  const seen = new Set<Value>();
  const visit = (part: Value): number => {
    if (seen.has(part) || (part.axes & CLASS) === 0 || (part.axes & PIXEL) === 0) return 0;
    seen.add(part);
    return part.args.reduce((cost, arg) => cost + visit(arg), instructionsOf(part));
  };
  return visit(value);
}

function costOfSum({ byLabel, logarithmic, value }: SumOutput, computes: ReadonlySet<Value>): number {
  if (byLabel) return 24;
  if (!logarithmic) return 1;
  return oneAbove(value, computes) ? 2 : 3;
}

/** 1 + x, where a phase computes it: then log(1 + x) is two instructions. */
export function oneAbove<O extends string>(x: Value<O>, computes: Iterable<Value<O>>): Value<O> | undefined {
  return [...computes].find(({ op, args }) => op === "add" && args.includes(x) && args.some(isOne));
}

/** Whether a value is computed outside of the loop over the pixels. */
function isOncePerRow(value: Value, classes: boolean): boolean {
  if (isReduction(value) || value.args.length === 0) return false;
  return (value.axes & PIXEL) === 0 && ((value.axes & CLASS) === 0 || classes);
}
