import { CLASS, PIXEL } from "../../formula/expression.ts";
import { costOfPhases, instructionsOf, isExpensive, isFixedChoice } from "../cost.ts";
import { reachable } from "../graph.ts";
import { isLeaf, isReduction } from "../ops.ts";
import type { Phase } from "../phase.ts";
import { type Program, valuesOf } from "../program.ts";
import type { Value } from "../value.ts";

/** What is known of a program while its phases are sought. */
interface Splitting {
  readonly program: Program;
  readonly reductions: readonly Value[];
  /** Phase that computes a value; -1 for what is at hand everywhere. */
  readonly timing: Map<Value, number>;
  /** Instructions to compute a value again. */
  readonly again: Map<Value, number>;
  /** Phases of outputs and of reductions. */
  readonly at: Map<object, number>;
}

/** Phases with an even index run over pixels, those with an odd one over classes and pixels. */
export function splitPhases(program: Program, savedPlane: Value | null): Phase[] {
  const reductions = reachable(valuesOf(program)).filter(isReduction);
  const at = new Map<object, number>();
  const splitting: Splitting = { program, reductions, timing: new Map(), again: new Map(), at };
  // A value over all classes is whole after their loop.
  const whole = (value: Value): number => readyPhase(value, splitting);
  for (const sum of program.sums) at.set(sum, outputPhase(whole(sum.value), sum.perClass && !sum.byLabel));
  for (const guard of program.guards) at.set(guard, outputPhase(whole(guard.value), hasClass(guard.value)));
  for (const reduction of reductions) at.set(reduction, runPhase(reduction, splitting));
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
  return postponed([...program.sums, ...program.guards], splitting);
}

/** The phases, with outputs in later ones where that saves instructions: what they need is often computed there anyway. */
function postponed(outputs: readonly object[], splitting: Splitting): Phase[] {
  const { at, program } = splitting;
  const last = Math.max(0, ...at.values());
  let best = phasesUntil(last, splitting);
  if (last < 2) return best;
  let least = costOfPhases(best, program.channels);
  for (const output of outputs) {
    let kept = at.get(output) as number;
    for (let later = kept + 2; later <= last; later += 2) {
      at.set(output, later);
      const phases = phasesUntil(last, splitting);
      const cost = costOfPhases(phases, program.channels);
      if (cost >= least) continue;
      least = cost;
      kept = later;
      best = phases;
    }
    at.set(output, kept);
  }
  return best;
}

function hasClass(value: Value): boolean {
  return (value.axes & CLASS) !== 0;
}

function outputPhase(phase: number, classes: boolean): number {
  const earliest = Math.max(phase, 0);
  return earliest % 2 === (classes ? 1 : 0) ? earliest : earliest + 1;
}

function runPhase(value: Value, splitting: Splitting): number {
  const { timing } = splitting;
  const known = timing.get(value);
  if (known !== undefined) return known;
  let ready = -1;
  for (const arg of value.args) ready = Math.max(ready, readyPhase(arg, splitting));
  const everywhere = isLeaf(value) || (value.axes & PIXEL) === 0;
  const phase = everywhere ? -1 : outputPhase(ready, hasClass(value) || isReduction(value));
  timing.set(value, phase);
  return phase;
}

/** First phase in which a value can be used. */
function readyPhase(value: Value, splitting: Splitting): number {
  const phase = runPhase(value, splitting);
  return isReduction(value) ? phase + 1 : phase;
}

/** Instructions above which a value is kept for later phases rather than computed again. */
const CHEAP = 8;
/** Whether a phase computes a value of an earlier one again rather than loading it. */
function isCheap(value: Value, classes: boolean, { again }: Splitting): boolean {
  // In a loop over classes, what is the same for all of them would be computed for each.
  const limit = classes && !hasClass(value) ? 1 : CHEAP;
  const cost = again.get(value) ?? costAgain(value);
  again.set(value, cost);
  return cost <= limit;
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

function phasesUntil(last: number, splitting: Splitting): Phase[] {
  const { program, reductions, at } = splitting;
  const phases: Phase[] = [];
  const saves: (Set<Value> | undefined)[] = [];
  for (let t = last; t >= 0; t--) {
    const due = <T extends object>(outputs: readonly T[]): T[] =>
      outputs.filter((output) => at.get(output) === t);
    const parts = {
      reductions: due(reductions),
      saves: [...(saves[t] ?? [])],
      sums: due(program.sums),
      stores: due(program.stores),
      guards: due(program.guards),
    };
    const computes = new Set<Value>();
    const visiting: Visiting = { ...splitting, t, computes, saves };
    for (const value of parts.saves) visit(value, visiting);
    for (const { args } of parts.reductions) visit(args[0], visiting);
    const outputs = [...parts.sums, ...parts.stores, ...parts.guards];
    for (const { value } of outputs) visit(value, visiting);
    if (outputs.length + parts.saves.length + parts.reductions.length > 0)
      phases.unshift({ classes: t % 2 === 1, computes, ...parts });
  }
  return phases;
}

/** What a phase computes, and what it needs of earlier ones. */
interface Visiting extends Splitting {
  readonly t: number;
  readonly computes: Set<Value>;
  readonly saves: (Set<Value> | undefined)[];
}

function visit(value: Value, visiting: Visiting): void {
  const { computes, t, timing, program } = visiting;
  if (computes.has(value) || isReduction(value)) return;
  const own = timing.get(value) as number;
  const label = value.op === "label" && program.channels > 1 && t % 2 === 1;
  if (label || (own !== t && own !== -1 && !isCheap(value, t % 2 === 1, visiting))) {
    save(value, visiting);
    return;
  }
  computes.add(value);
  if (value.op === "ofLabel") visitLookUp(value, visiting);
  else for (const arg of value.args) visit(arg, visiting);
}

/** Classes are looked up in planes, in coefficients and in what an earlier phase has kept. */
function visitLookUp({ args: [of, label] }: Value, visiting: Visiting): void {
  visiting.computes.add(label);
  if (!isLeaf(of)) save(of, visiting);
}

function save(value: Value, { saves, timing }: Visiting): void {
  const phase = Math.max(timing.get(value) as number, 0);
  saves[phase] ??= new Set();
  saves[phase].add(value);
}
