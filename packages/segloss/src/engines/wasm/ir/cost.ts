import { CLASS, PIXEL } from "../../../formula/expression.ts";
import type { Phase } from "./phase.ts";
import type { SumOutput } from "./program.ts";
import { isOne, isReduction, type Value, type ValueOp } from "./value.ts";

/** Instructions of operations that are more than one, about. */
const INSTRUCTIONS: Readonly<Partial<Record<ValueOp, number>>> = {
  constant: 0,
  integer: 0,
  coefficient: 0,
  classIndex: 0,
  plane: 1,
  label: 2,
  maskByte: 2,
  select: 3,
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

/** Cycles until the result of an operation is there, where they are not 1 or 2, on a processor of today. */
const LATENCIES: Readonly<Partial<Record<ValueOp, number>>> = {
  add: 3,
  sub: 3,
  mul: 3,
  div: 11,
  sqrt: 15,
  toFloat: 4,
  select: 2,
  ofLabel: 12,
};

/** Instructions of an operation, about. */
export function instructionsOf({ op }: Value): number {
  return INSTRUCTIONS[op] ?? 1;
}

/** Cycles of an operation from its operands to its result, about. */
export function latencyOf({ op }: Value): number {
  return LATENCIES[op] ?? 1;
}

const EXPENSIVE: ReadonlySet<ValueOp> = new Set([
  ...(["div", "sqrt", "expNegative", "exp", "log", "log1p", "log1pUnit", "tanh", "sinh", "cosh"] as const),
  "ofLabel",
]);

/** Whether a value is worth keeping rather than computing again. */
export function isExpensive({ op }: Value): boolean {
  return EXPENSIVE.has(op);
}

/** Instructions for four pixels of all classes, about; moves to and from the scratch memory count. */
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
export function oneAbove(x: Value, computes: Iterable<Value>): Value | undefined {
  return [...computes].find(({ op, args }) => op === "add" && args.includes(x) && args.some(isOne));
}

/** Whether a value is computed outside of the loop over the pixels. */
function isOncePerRow(value: Value, classes: boolean): boolean {
  if (isReduction(value) || value.args.length === 0) return false;
  return (value.axes & PIXEL) === 0 && ((value.axes & CLASS) === 0 || classes);
}
