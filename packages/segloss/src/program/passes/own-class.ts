import { CLASS, PIXEL } from "../../formula/expression.ts";
import type { Builder } from "../builder.ts";
import { costPerClass, isExpensive } from "../cost.ts";
import { rewritten } from "../graph.ts";
import { isReduction } from "../ops.ts";
import type { Program, StoreOutput, SumOutput } from "../program.ts";
import type { Value } from "../value.ts";

/** Classes from which on looking a pixel's own class up is cheaper than comparing each class with it. */
export const LEAST_CLASSES = 6;

/**
 * The program without the comparison of every class with the label: what stands only at a pixel's own class is
 * computed once per pixel, from values that are looked up there. A sum or total of such values takes them alone; a
 * store writes what holds for the other classes, then the own class anew. `mayMiss`: labels that name no class occur.
 */
export function atOwnClass(program: Program, build: Builder, mayMiss: boolean): Program {
  if (program.channels < LEAST_CLASSES) return program;
  const reading: Reading = { build, mayMiss, channels: program.channels, memo: new Map(), isOwn: new Map() };
  return {
    ...program,
    sums: program.sums.flatMap((sum) => ownSums(sum, reading)),
    stores: program.stores.flatMap((store) => ownStores(store, reading)),
    guards: program.guards.map((guard) => ({ ...guard, value: withoutTotals(guard.value, reading) })),
  };
}

/** The total over classes of a value where a condition holds, which it does for one class at most. */
export function ofOneClass(
  value: Value,
  condition: Value,
  { build, channels, mayMiss }: Pick<Reading, "build" | "channels" | "mayMiss">,
): Value {
  const reading: Reading = { build, mayMiss, channels, memo: new Map(), isOwn: new Map() };
  const totalOf = (part: Value): Value => build.classTotal(build.where(part, condition));
  if (channels < LEAST_CLASSES || !dependsOnOwn(value, reading)) return totalOf(value);
  const isOwn = whereValid(lookUp(condition, reading), reading);
  const own = lookUp(where(value, true, reading), reading);
  return build.select(isOwn, own, totalOf(where(value, false, reading)));
}

interface Reading {
  readonly build: Builder;
  readonly mayMiss: boolean;
  readonly channels: number;
  /** Values with their totals over classes replaced. */
  readonly memo: Map<Value, Value>;
  /** Whether a value depends on the comparison outside of reductions. */
  readonly isOwn: Map<Value, boolean>;
}

function isComparison({ op, args }: Value): boolean {
  return op === "same" && args.some((arg) => arg.op === "classIndex") && args.some(isLabel);
}

function isLabel({ op }: Value): boolean {
  return op === "label";
}

function dependsOnOwn(value: Value, reading: Reading): boolean {
  const known = reading.isOwn.get(value);
  if (known !== undefined) return known;
  const result =
    isComparison(value) || (!isReduction(value) && value.args.some((arg) => dependsOnOwn(arg, reading)));
  reading.isOwn.set(value, result);
  return result;
}

/** The value where the comparison comes out so. */
function where(value: Value, holds: boolean, reading: Reading): Value {
  const { build } = reading;
  const answer = build.leaf("truth", 0, holds ? 1 : 0);
  return rewritten(value, build, (part) => {
    if (isComparison(part)) return answer;
    return dependsOnOwn(part, reading) ? null : part;
  });
}

/** The value at the pixel's own class. */
function lookUp(value: Value, { build }: Reading): Value {
  const label = build.leaf("label", PIXEL);
  return rewritten(value, build, (part) => {
    if ((part.axes & CLASS) === 0) return part;
    if (part.op === "classIndex") return label;
    return part.args.length === 0 || isExpensive(part) ? build.ofLabel(part, label) : null;
  });
}

/** The value where the label is a class of the network, else 0. */
function whereValid(value: Value, { build, mayMiss, channels }: Reading): Value {
  if (!mayMiss) return value;
  return build[value.type === "mask" ? "both" : "where"](value, isClass(build, channels));
}

/** Whether the label names a class. */
function isClass(build: Builder, channels: number): Value {
  const label = build.leaf("label", PIXEL);
  return build.atMost(label, build.integer(channels - 1));
}

/** What the value is at the own class when it is 0 at the others, or null. */
function onlyOwn(value: Value, reading: Reading): Value | null {
  if ((value.axes & CLASS) === 0 || !dependsOnOwn(value, reading)) return null;
  const rest = where(value, false, reading);
  if (rest.op !== "constant" || rest.immediate !== 0) return null;
  return ownOf(value, reading);
}

/** The value with totals over classes without the comparison, or with less that depends on it. */
function withoutTotals(value: Value, reading: Reading): Value {
  const known = reading.memo.get(value);
  if (known) return known;
  const args = value.args.map((arg) => withoutTotals(arg, reading));
  const own = value.op === "classTotal" ? ownTotal(args[0], reading) : null;
  const result = own ?? reading.build.rebuilt(value, args);
  reading.memo.set(value, result);
  return result;
}

/** The total of a value that has one term only, or of the other classes' and the own term; null for all others. */
function ownTotal(value: Value, reading: Reading): Value | null {
  const only = onlyOwn(value, reading);
  if (only) return only;
  const others = othersOf(value, reading);
  return others && reading.build.add(reading.build.classTotal(others), ownOf(value, reading));
}

/** The value with 0 at the own class, where that costs less than to choose by the comparison; else null. */
function othersOf(value: Value, reading: Reading): Value | null {
  if ((value.axes & CLASS) === 0 || !dependsOnOwn(value, reading)) return null;
  const comparison = comparisonIn(value, reading);
  const others = reading.build.unless(where(value, false, reading), comparison);
  return costPerClass(others) < costPerClass(value) ? others : null;
}

/** The value at the own class. */
function ownOf(value: Value, reading: Reading): Value {
  return whereValid(lookUp(where(value, true, reading), reading), reading);
}

/** A sum of what stands at the own class, or two: of the other classes, and of the own where it is dear to choose. */
function ownSums(sum: SumOutput, reading: Reading): SumOutput[] {
  const value = withoutTotals(sum.value, reading);
  if (!sum.perClass || sum.logarithmic) return [{ ...sum, value }];
  const only = onlyOwn(value, reading);
  if (only) return [{ ...sum, value: only, byLabel: true }];
  const others = othersOf(value, reading);
  if (!others) return [{ ...sum, value }];
  return [
    { ...sum, value: others },
    { ...sum, value: ownOf(value, reading), byLabel: true },
  ];
}

/** The comparison of the classes with the label in a value that depends on it. */
function comparisonIn(value: Value, reading: Reading): Value {
  if (isComparison(value)) return value;
  return comparisonIn(value.args.find((arg) => dependsOnOwn(arg, reading)) as Value, reading);
}

function ownStores(store: StoreOutput, reading: Reading): StoreOutput[] {
  const { build, mayMiss, channels } = reading;
  const value = withoutTotals(store.value, reading);
  if ((value.axes & CLASS) === 0 || !dependsOnOwn(value, reading)) return [{ ...store, value }];
  const rest = where(value, false, reading);
  const own = lookUp(where(value, true, reading), reading);
  const kept = mayMiss ? build.select(isClass(build, channels), own, lookUp(rest, reading)) : own;
  return [
    { ...store, value: rest },
    { ...store, value: kept, byLabel: true },
  ];
}
