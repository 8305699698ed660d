import { PIXEL } from "../../../formula/expression.ts";
import { instructionsOf, latencyOf, oneAbove } from "./cost.ts";
import { cutTimes } from "./cuts.ts";
import type { Phase } from "./phases.ts";
import type { GuardOutput, StoreOutput, SumOutput } from "./program.ts";
import { spelledOut } from "./spell-out.ts";
import { isLeaf, isReduction, type Value, type ValueBuilder } from "./value.ts";

/** A phase as loops over the pixels of a block, one after the other; with `classes`, for a few classes at a time. */
export interface LoopNest {
  readonly classes: boolean;
  readonly loops: readonly Loop[];
  /** What later phases call the values that this one keeps for them. */
  readonly kept: ReadonlyMap<Value, Value>;
  /** Rows of scratch memory for the values that a loop passes on to later ones. */
  readonly rows: ReadonlyMap<Value, number>;
}

/** A loop whose values are single instructions, in chains short enough for work on many pixels at once. */
export interface Loop {
  /** Values that this loop computes rather than loads. */
  readonly computes: ReadonlySet<Value>;
  /** Values for later loops of the nest. */
  readonly passes: readonly Value[];
  /** Values for later phases. */
  readonly keeps: readonly Value[];
  readonly reductions: readonly ReducedValue[];
  readonly sums: readonly SumOutput[];
  readonly stores: readonly StoreOutput[];
  readonly guards: readonly GuardOutput[];
}

/** A value of which a phase takes the total or maximum over the classes. */
export interface ReducedValue {
  readonly value: Value;
  readonly reduction: Value;
}

/** Cuts a phase into loops. */
export function loopNest(phase: Phase, build: ValueBuilder): LoopNest {
  const { spell, isLoaded } = speller(phase, build);
  const respelled = <T extends { readonly value: Value }>(outputs: readonly T[]): T[] =>
    outputs.map((output) => ({ ...output, value: spell(output.value) }));
  const kept = new Map(phase.saves.map((value) => [spell(value), value]));
  const outputs: Outputs = {
    keeps: [...kept.keys()].map((value) => ({ value })),
    reductions: phase.reductions.map((reduction) => ({ value: spell(reduction.args[0]), reduction })),
    sums: respelled(phase.sums),
    stores: respelled(phase.stores),
    guards: respelled(phase.guards),
  };
  const graph = readGraph(Object.values(outputs).flat(), isLoaded);
  const at = assignLoops(graph);
  const { loops, passed } = fillLoops(graph, at, outputs, kept);
  return { classes: phase.classes, loops, kept, rows: shareRows(passed) };
}

interface Outputs {
  readonly keeps: readonly { readonly value: Value }[];
  readonly reductions: readonly ReducedValue[];
  readonly sums: readonly SumOutput[];
  readonly stores: readonly StoreOutput[];
  readonly guards: readonly GuardOutput[];
}

/** Spells the values of a phase out; those of earlier phases stay what they are, to be loaded. */
function speller(
  { computes }: Phase,
  build: ValueBuilder,
): { spell: (value: Value) => Value; isLoaded: (value: Value) => boolean } {
  const done = new Map<Value, Value>();
  const loaded = new Set<Value>();
  const spell = (value: Value): Value => {
    const known = done.get(value);
    if (known) return known;
    if (!computes.has(value) && !isLeaf(value)) loaded.add(value);
    const stays = loaded.has(value) || value.args.length === 0;
    const result = stays ? value : respell(value, value.args.map(spell));
    done.set(value, result);
    return result;
  };
  const respell = (value: Value, args: readonly Value[]): Value =>
    spelledOut(value, args, build) ?? build.apply(value.op, ...args);
  return { spell, isLoaded: (value) => loaded.has(value) || isReduction(value) };
}

/** The instructions of a phase, operands before what needs them. */
interface Graph {
  readonly order: readonly Value[];
  readonly users: ReadonlyMap<Value, readonly Value[]>;
  /** Values that are an output as they are. */
  readonly ends: ReadonlySet<Value>;
  /** Whether a value is computed by an instruction for each pixel. */
  isWork(value: Value): boolean;
  isLoaded(value: Value): boolean;
}

function readGraph(outputs: readonly { readonly value: Value }[], isLoaded: Graph["isLoaded"]): Graph {
  const isWork = (value: Value): boolean => !isLeaf(value) && (value.axes & PIXEL) !== 0 && !isLoaded(value);
  const users = new Map<Value, Value[]>();
  const order: Value[] = [];
  const visit = (value: Value): void => {
    if (users.has(value)) return;
    users.set(value, []);
    for (const arg of operandsOf(value)) {
      if (!isWork(arg)) continue;
      visit(arg);
      users.get(arg)?.push(value);
    }
    order.push(value);
  };
  for (const { value } of outputs) if (isWork(value)) visit(value);
  return { order, users, ends: new Set(outputs.map(({ value }) => value)), isWork, isLoaded };
}

/** Operands that are at hand in the loop: what is looked up at the own class is not, but where it is kept. */
function operandsOf({ op, args }: Value): readonly Value[] {
  return op === "ofLabel" ? [args[1]] : args;
}

/** Instructions up to which a loop computes a value again rather than loading it. */
const CHEAP = 3;

/** Instructions to compute a value from what is in memory. */
function costFromMemory(value: Value, graph: Graph): number {
  if ((value.axes & PIXEL) === 0) return 0;
  if (graph.isLoaded(value) || value.op === "plane") return 1;
  let cost = instructionsOf(value);
  for (const arg of operandsOf(value)) {
    cost += costFromMemory(arg, graph);
    if (cost > CHEAP) break;
  }
  return cost;
}

/** The loop in which each value is computed. */
function assignLoops(graph: Graph): Map<Value, number> {
  const finish = new Map<Value, number>();
  for (const value of graph.order) {
    const ready = Math.max(0, ...operandsOf(value).map((arg) => finish.get(arg) ?? 0));
    finish.set(value, ready + latencyOf(value));
  }
  const finishOf = (value: Value): number => finish.get(value) as number;
  const usersOf = (value: Value): readonly Value[] => graph.users.get(value) as readonly Value[];
  const cheap = new Set(graph.order.filter((value) => costFromMemory(value, graph) <= CHEAP));
  const cuts = cutTimes(
    graph.order.map((value) => ({
      finish: finishOf(value),
      lastUse: Math.max(0, ...usersOf(value).map(finishOf)),
      instructions: instructionsOf(value),
      isPassed: !cheap.has(value),
    })),
  );
  const at = new Map(
    graph.order.map((value) => [value, cuts.findIndex((end) => finishOf(value) <= end)] as const),
  );
  const loopOf = (value: Value): number => at.get(value) as number;
  // What only a later loop needs moves there, where the chain does not grow and no more values are passed on.
  for (const value of [...graph.order].reverse()) {
    if (graph.ends.has(value) || cheap.has(value)) continue;
    const first = Math.min(...usersOf(value).map(loopOf));
    if (first === loopOf(value)) continue;
    const start = Math.min(
      ...usersOf(value).flatMap((user) =>
        loopOf(user) === first ? [finishOf(user) - latencyOf(user) - cuts[first - 1]] : [],
      ),
    );
    const passedInstead = operandsOf(value).filter(
      (arg) =>
        graph.isWork(arg) &&
        !cheap.has(arg) &&
        usersOf(arg).every((user) => user === value || loopOf(user) < first),
    );
    if (latencyOf(value) > Math.max(start, 4) || passedInstead.length > 1) continue;
    at.set(value, first);
    finish.set(value, cuts[first - 1] + Math.max(start, latencyOf(value)));
  }
  return at;
}

/** The loops with their outputs; values that a loop needs of an earlier one are passed on or, cheap ones, computed again. */
function fillLoops(
  graph: Graph,
  at: ReadonlyMap<Value, number>,
  outputs: Outputs,
  kept: ReadonlyMap<Value, Value>,
): { loops: Loop[]; passed: readonly Passed[] } {
  const count = Math.max(0, ...at.values()) + 1;
  const computes = Array.from({ length: count }, () => new Set<Value>());
  const passed = new Map<Value, Passed>();
  const cheap = new Map<Value, boolean>();
  const isCheap = (value: Value): boolean => {
    const known = cheap.get(value) ?? costFromMemory(value, graph) <= CHEAP;
    cheap.set(value, known);
    return known;
  };
  const need = (value: Value, loop: number): void => {
    if (computes[loop].has(value) || graph.isLoaded(value)) return;
    const own = at.get(value) ?? loop;
    if (own !== loop && !isCheap(value)) {
      const last = Math.max(loop, passed.get(value)?.last ?? 0);
      if (!kept.has(value)) passed.set(value, { value, first: own, last });
      return;
    }
    computes[loop].add(value);
    for (const arg of operandsOf(value)) need(arg, loop);
  };
  for (const value of graph.order) if (!isCheap(value)) need(value, at.get(value) as number);
  const placed = placeOutputs(outputs, at, computes);
  for (const [output, loop] of placed) need(output.value, loop);
  const loops = computes.flatMap((values, loop) => {
    const due = <T extends { readonly value: Value }>(list: readonly T[]): T[] =>
      list.filter((output) => placed.get(output) === loop);
    if (values.size === 0 && ![...placed.values()].includes(loop)) return [];
    const ofLoop: Loop = {
      computes: values,
      passes: [...passed.values()].filter(({ first }) => first === loop).map(({ value }) => value),
      keeps: due(outputs.keeps).map(({ value }) => value),
      reductions: due(outputs.reductions),
      sums: due(outputs.sums),
      stores: due(outputs.stores),
      guards: due(outputs.guards),
    };
    return [ofLoop];
  });
  return { loops, passed: [...passed.values()] };
}

/** A value from the loop that computes it to the last that loads it. */
interface Passed {
  readonly value: Value;
  readonly first: number;
  readonly last: number;
}

/** A row for each value; values that are not needed at the same time share one. */
function shareRows(passed: readonly Passed[]): Map<Value, number> {
  const rows = new Map<Value, number>();
  const busyUntil: number[] = [];
  for (const { value, first, last } of [...passed].sort((a, b) => a.first - b.first)) {
    const free = busyUntil.findIndex((end) => end < first);
    const row = free < 0 ? busyUntil.length : free;
    busyUntil[row] = last;
    rows.set(value, row);
  }
  return rows;
}

/** Loop of each output: that of its value, or a later one where it costs less or must be. */
function placeOutputs(
  { keeps, reductions, sums, stores, guards }: Outputs,
  at: ReadonlyMap<Value, number>,
  computes: readonly ReadonlySet<Value>[],
): Map<{ readonly value: Value }, number> {
  const placed = new Map<{ readonly value: Value }, number>();
  const firstWith = (value: Value): number =>
    at.get(value) ??
    Math.max(
      0,
      computes.findIndex((values) => values.has(value)),
    );
  for (const output of [...keeps, ...reductions, ...guards]) placed.set(output, firstWith(output.value));
  for (const sum of sums) {
    const own = firstWith(sum.value);
    const above = sum.logarithmic ? computes.findIndex((values) => oneAbove(sum.value, values)) : -1;
    placed.set(sum, Math.max(own, above));
  }
  for (const store of stores) {
    // What a store overwrites is read before.
    const lastReading = computes.findLastIndex((values) => readsPlane(values, store.plane));
    placed.set(store, Math.max(firstWith(store.value), lastReading));
  }
  return placed;
}

function readsPlane(values: ReadonlySet<Value>, plane: number): boolean {
  return planesRead(values).includes(plane);
}

/** Planes that a loop reads, those in which it looks classes up included. */
export function planesRead(computes: ReadonlySet<Value>): number[] {
  return [...computes].flatMap(({ op, args, immediate }) => {
    if (op === "plane") return [immediate];
    return op === "ofLabel" && args[0].op === "plane" ? [args[0].immediate] : [];
  });
}
