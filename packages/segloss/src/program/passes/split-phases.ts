import { CLASS, PIXEL } from "../../formula/expression.ts";
import { costOfPhases, instructionsOf, isExpensive, isFixedChoice } from "../cost.ts";
import { reachable } from "../graph.ts";
import { isLeaf, isReduction } from "../ops.ts";
import type { Phase } from "../phase.ts";
import { type Program, valuesOf } from "../program.ts";
import type { Value } from "../value.ts";

/** Phases with an even index run over pixels, those with an odd one over classes and pixels. */
export function splitPhases(program: Program, savedPlane: Value | null): Phase[] {
  const timing = new Map<Value, number>();
  const run = (value: Value): number => runPhase(value, timing);
  // A value over all classes is whole after their loop.
  const whole = (value: Value): number => run(value) + (isReduction(value) ? 1 : 0);
  const reductions = reachable(valuesOf(program)).filter(isReduction);
  const at = new Map<object, number>();
  for (const sum of program.sums) at.set(sum, outputPhase(whole(sum.value), sum.perClass && !sum.byLabel));
  for (const guard of program.guards) at.set(guard, outputPhase(whole(guard.value), hasClass(guard.value)));
  for (const reduction of reductions) at.set(reduction, run(reduction));
  const earliest = program.stores.map(({ value }) => whole(value));
  // What a store overwrites is read until its own phase.
  const start = savedPlane ? Math.max(0, ...at.values(), ...earliest) : 0;
  const classStores = program.channels > 1;
  for (const [i, store] of program.stores.entries())
    if (!store.byLabel) at.set(store, outputPhase(Math.max(start, earliest[i]), classStores));
  // Own classes are written when all are.
  const written = Math.max(0, ...program.stores.map((store) => at.get(store) ?? 0));
  for (const [i, store] of program.stores.entries())
    if (store.byLabel) at.set(store, outputPhase(Math.max(written, earliest[i]), false));
  const phases = (): Phase[] => plan(Math.max(0, ...at.values()), program, reductions, at, timing);
  postpone([...program.sums, ...program.guards], at, phases, program.channels);
  return phases();
}

/** Moves outputs to later phases where that saves instructions: what they need is often computed there anyway. */
function postpone(
  outputs: readonly object[],
  at: Map<object, number>,
  phases: () => Phase[],
  channels: number,
): void {
  const last = Math.max(0, ...at.values());
  if (last < 2) return;
  let least = costOfPhases(phases(), channels);
  for (const output of outputs) {
    let best = at.get(output) as number;
    for (let later = best + 2; later <= last; later += 2) {
      at.set(output, later);
      const cost = costOfPhases(phases(), channels);
      if (cost >= least) continue;
      least = cost;
      best = later;
    }
    at.set(output, best);
  }
}

function hasClass(value: Value): boolean {
  return (value.axes & CLASS) !== 0;
}

function outputPhase(phase: number, classes: boolean): number {
  const earliest = Math.max(phase, 0);
  return earliest % 2 === (classes ? 1 : 0) ? earliest : earliest + 1;
}

/** Phase that computes a value; -1 for what is at hand everywhere. */
function runPhase(value: Value, timing: Map<Value, number>): number {
  const known = timing.get(value);
  if (known !== undefined) return known;
  const ready = Math.max(-1, ...value.args.map((arg) => readyPhase(arg, timing)));
  const everywhere = isLeaf(value) || (value.axes & PIXEL) === 0;
  const phase = everywhere ? -1 : outputPhase(ready, hasClass(value) || isReduction(value));
  timing.set(value, phase);
  return phase;
}

/** First phase in which a value can be used. */
function readyPhase(value: Value, timing: Map<Value, number>): number {
  const phase = runPhase(value, timing);
  return isReduction(value) ? phase + 1 : phase;
}

/** Instructions above which a value is kept for later phases rather than computed again. */
const CHEAP = 8;
/** Whether a phase computes a value of an earlier one again rather than loading it. */
function isCheap(value: Value, classes: boolean): boolean {
  // In a loop over classes, what is the same for all of them would be computed for each.
  const limit = classes && !hasClass(value) ? 1 : CHEAP;
  return costAgain(value) <= limit;
}

/** Instructions of an operation, a choice being one. */
function stepsOf(value: Value): number {
  return value.op === "select" && !isFixedChoice(value) ? 1 : instructionsOf(value);
}

/** Instructions to compute a value from memory; what is known per class or per sweep costs nothing. */
function costAgain(value: Value): number {
  if ((value.axes & PIXEL) === 0) return 0;
  if (isReduction(value) || value.op === "plane") return 1;
  if (value.op === "ofLabel") return CHEAP + 1;
  if (value.op === "pairHigh" || value.op === "pairLow") return 1;
  if (isLeaf(value)) return 3;
  if (isExpensive(value)) return CHEAP + 1;
  let cost = stepsOf(value);
  for (const arg of value.args) {
    // An expensive operand is kept and loaded.
    cost += isExpensive(arg) ? 1 : costAgain(arg);
    if (cost > CHEAP) break;
  }
  return cost;
}

function plan(
  last: number,
  program: Program,
  reductions: readonly Value[],
  at: ReadonlyMap<object, number>,
  timing: ReadonlyMap<Value, number>,
): Phase[] {
  const saves = new Map<number, Set<Value>>();
  const phases: Phase[] = [];
  for (let t = last; t >= 0; t--) {
    const due = <T extends object>(outputs: readonly T[]): T[] =>
      outputs.filter((output) => at.get(output) === t);
    const parts = {
      reductions: due(reductions),
      saves: [...(saves.get(t) ?? [])],
      sums: due(program.sums),
      stores: due(program.stores),
      guards: due(program.guards),
    };
    const roots = [
      ...parts.saves,
      ...parts.reductions.flatMap(({ args }) => args),
      ...[...parts.sums, ...parts.stores, ...parts.guards].map(({ value }) => value),
    ];
    const computes = new Set<Value>();
    for (const root of roots) visit(root, t, computes, saves, timing, program.channels);
    if (roots.length > 0) phases.unshift({ classes: t % 2 === 1, computes, ...parts });
  }
  return phases;
}

function visit(
  value: Value,
  t: number,
  computes: Set<Value>,
  saves: Map<number, Set<Value>>,
  timing: ReadonlyMap<Value, number>,
  channels: number,
): void {
  if (computes.has(value) || isReduction(value)) return;
  const own = timing.get(value) as number;
  const label = value.op === "label" && channels > 1 && t % 2 === 1;
  if ((own === t || own === -1 || isCheap(value, t % 2 === 1)) && !label) {
    computes.add(value);
    if (value.op === "ofLabel") visitLookUp(value, computes, saves, timing);
    else for (const arg of value.args) visit(arg, t, computes, saves, timing, channels);
    return;
  }
  const phase = Math.max(own, 0);
  saves.set(phase, (saves.get(phase) ?? new Set()).add(value));
}

/** Classes are looked up in planes, in coefficients and in what an earlier phase has kept. */
function visitLookUp(
  { args: [of, label] }: Value,
  computes: Set<Value>,
  saves: Map<number, Set<Value>>,
  timing: ReadonlyMap<Value, number>,
): void {
  computes.add(label);
  if (isLeaf(of)) return;
  const phase = timing.get(of) as number;
  saves.set(phase, (saves.get(phase) ?? new Set()).add(of));
}
