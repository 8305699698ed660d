import { oneAbove } from "../../../program/cost.ts";
import type { Output, Outputs } from "../../../program/program.ts";
import type { Value } from "../../../program/value.ts";
import { type Instruction, isLeaf, type LoopValue } from "../legalise/instructions.ts";
import { instructionsOf, latencyOf } from "./cost.ts";
import { cutTimes } from "./cuts.ts";
import { type InstructionGraph, operandsOf } from "./instruction-graph.ts";

type LoopOutput = Output<Instruction>;

/** What a phase makes of its values. */
export interface LoopOutputs extends Outputs<Instruction> {
  /** Values for later phases. */
  readonly keeps: readonly KeptValue[];
  readonly reductions: readonly ReducedValue[];
}

/** A value, and what later phases call it. */
export interface KeptValue {
  readonly value: LoopValue;
  readonly as: Value;
}

/** A value of which a phase takes the total or maximum over the classes. */
export interface ReducedValue {
  readonly value: LoopValue;
  readonly reduction: Value;
}

/** A value from the loop that computes it to the last that loads it. */
export interface Spilled {
  readonly value: LoopValue;
  readonly first: number;
  readonly last: number;
}

/** The instructions and outputs of a phase loop by loop. */
export interface Placement {
  readonly computes: readonly ReadonlySet<LoopValue>[];
  readonly spilled: readonly Spilled[];
  readonly loopOf: ReadonlyMap<LoopOutput, number>;
}

/** Cuts the chains of a phase into loops, and gives every value and output its loop. */
export function placeInLoops(graph: InstructionGraph, outputs: LoopOutputs): Placement {
  const timing = timeInstructions(graph);
  let loops = new Map<LoopOutput, number>();
  for (const list of Object.values(outputs))
    for (const output of list) loops.set(output, earliest(output, graph, timing));
  let best = fill(graph, timing, outputs, loops);
  const move = (moved: readonly LoopOutput[], later: number): void => {
    const waiting = moved.filter((output) => (loops.get(output) as number) < later);
    if (waiting.length === 0) return;
    const tried = new Map(loops);
    for (const output of waiting) tried.set(output, later);
    const placement = fill(graph, timing, outputs, tried);
    if (placement.cost > best.cost) return;
    best = placement;
    loops = tried;
  };
  // Sums, all or one, may wait for a later loop that needs their operands too.
  for (let later = 1; later < timing.cuts.length; later++) move(outputs.sums, later);
  for (const sum of outputs.sums)
    for (const later of loopsWithOperands(sum.value, graph, best)) move([sum], later);
  return best;
}

/** Loops that need something of what a value is made of. */
function loopsWithOperands(value: LoopValue, graph: InstructionGraph, { computes }: Placement): number[] {
  const own = new Set([value]);
  const shared = new Set<LoopValue>();
  const visit = (part: LoopValue): void => {
    for (const arg of operandsOf(part)) {
      if (own.has(arg) || !graph.isPerPixel(arg)) continue;
      const users = graph.usersOf(arg);
      if (users.length === 0 || !users.every((user) => own.has(user))) shared.add(arg);
      else {
        own.add(arg);
        visit(arg);
      }
    }
  };
  visit(value);
  return computes.flatMap((values, loop) =>
    [...values].some((user) => !own.has(user) && operandsOf(user).some((arg) => shared.has(arg)))
      ? [loop]
      : [],
  );
}

/** When the result of each instruction is there, in cycles, and when loops end. */
interface Timing {
  readonly finish: ReadonlyMap<LoopValue, number>;
  readonly cuts: readonly number[];
  /** The loop by whose end each is there. */
  readonly first: ReadonlyMap<LoopValue, number>;
}

function timeInstructions(graph: InstructionGraph): Timing {
  const finish = new Map<LoopValue, number>();
  for (const value of graph.order) {
    const ready = Math.max(0, ...operandsOf(value).map((arg) => finish.get(arg) ?? 0));
    finish.set(value, ready + (graph.isFused(value) ? 1 : latencyOf(value)));
  }
  const finishOf = (value: LoopValue): number => finish.get(value) as number;
  const cuts = cutTimes(
    graph.order.map((value) => ({
      finish: finishOf(value),
      lastUse: Math.max(0, ...graph.usersOf(value).map(finishOf)),
      instructions: graph.isFused(value) ? 0 : instructionsOf(value),
      isSpilled: !graph.isCheap(value),
    })),
  );
  const first = new Map([...finish].map(([value, end]) => [value, cuts.findIndex((cut) => end <= cut)]));
  return { finish, cuts, first };
}

/** The loop by whose end a value can be there. */
function firstLoop(value: LoopValue, { first }: Timing): number {
  return first.get(value) ?? 0;
}

/** The logarithm of 1 + x is summed where 1 + x is at hand. */
function earliest(output: LoopOutput, graph: InstructionGraph, timing: Timing): number {
  const own = firstLoop(output.value, timing);
  if (!("logarithmic" in output) || !output.logarithmic) return own;
  const above = oneAbove(output.value, graph.usersOf(output.value));
  return above ? Math.max(own, firstLoop(above, timing)) : own;
}

/** The loops, given those of the outputs. What only a later loop needs is computed there. */
function assign(
  graph: InstructionGraph,
  timing: Timing,
  outputs: ReadonlyMap<LoopOutput, number>,
): Map<LoopValue, number> {
  const { finish, cuts } = timing;
  const at = new Map<LoopValue, number>();
  const ends = new Map<LoopValue, number>();
  for (const [{ value }, loop] of outputs) ends.set(value, Math.min(loop, ends.get(value) ?? loop));
  const loopOf = (value: LoopValue): number => at.get(value) ?? firstLoop(value, timing);
  for (let i = graph.order.length - 1; i >= 0; i--) {
    const value = graph.order[i];
    const own = firstLoop(value, timing);
    at.set(value, own);
    let first = ends.get(value) ?? Number.POSITIVE_INFINITY;
    for (const user of graph.usersOf(value)) first = Math.min(first, loopOf(user));
    if (first === own || !Number.isFinite(first)) continue;
    // Cycles from the start of that loop until the first user begins: the chain does not grow by more than four.
    let begins = Number.POSITIVE_INFINITY;
    for (const user of graph.usersOf(value)) {
      if (loopOf(user) !== first) continue;
      begins = Math.min(begins, (finish.get(user) as number) - latencyOf(user) - cuts[first - 1]);
    }
    if (latencyOf(value) > Math.max(4, begins)) continue;
    const spilledInstead = operandsOf(value).filter(
      (arg) =>
        !graph.isCheap(arg) && graph.usersOf(arg).every((user) => user === value || loopOf(user) < first),
    );
    if (spilledInstead.length <= 1) at.set(value, first);
  }
  return at;
}

/**
 * The loops with what they compute; values that a loop needs of an earlier one are spilled on or, cheap ones, computed
 * again.
 */
function fill(
  graph: InstructionGraph,
  timing: Timing,
  { keeps, stores }: LoopOutputs,
  outputs: ReadonlyMap<LoopOutput, number>,
): Placement & { cost: number } {
  const at = assign(graph, timing, outputs);
  const kept = new Set(keeps.map(({ value }) => value));
  const computes = timing.cuts.map(() => new Set<LoopValue>());
  const spilled = new Map<LoopValue, Spilled>();
  let cost = 0;
  const need = (value: LoopValue, loop: number): void => {
    if (computes[loop].has(value)) return;
    const own = at.get(value) ?? loop;
    if (value.op === "loaded" || (own !== loop && !graph.isCheap(value))) {
      cost += 1;
      if (value.op === "loaded" || kept.has(value)) return;
      const last = Math.max(loop, spilled.get(value)?.last ?? 0);
      if (!spilled.has(value)) cost += 1;
      spilled.set(value, { value, first: own, last });
      return;
    }
    computes[loop].add(value);
    if (graph.isPerPixel(value)) cost += instructionsOf(value);
    for (const arg of operandsOf(value)) need(arg, loop);
  };
  for (const [value, loop] of at) if (!graph.isCheap(value)) need(value, loop);
  const loopOf = new Map<LoopOutput, number>();
  for (const [output, loop] of outputs) {
    // What no instruction makes is taken where it is at hand.
    const atHand = isLeaf(output.value) ? computes.findIndex((values) => values.has(output.value)) : -1;
    loopOf.set(output, atHand < 0 ? loop : atHand);
    need(output.value, atHand < 0 ? loop : atHand);
  }
  for (const store of stores) {
    // What a store overwrites is read before.
    const lastReading = computes.findLastIndex((values) => planesRead(values).has(store.plane));
    if (lastReading <= (loopOf.get(store) as number)) continue;
    loopOf.set(store, lastReading);
    need(store.value, lastReading);
  }
  return { computes, spilled: [...spilled.values()], loopOf, cost };
}

/** Planes that a loop reads, those in which it looks classes up included. */
export function planesRead(computes: ReadonlySet<LoopValue>): Set<number> {
  const planes = new Set<number>();
  for (const value of computes) {
    const read = value.op === "ofLabel" ? value.args[0] : value;
    if (read.op === "plane") planes.add(read.immediate);
  }
  return planes;
}
