import type { ValueBuilder } from "./build.ts";
import { instructionGraph } from "./instruction-graph.ts";
import type { Phase } from "./phase.ts";
import { type Outputs, type Passed, type Placement, placeInLoops, type ReducedValue } from "./placement.ts";
import { type GuardOutput, type Output, type StoreOutput, type SumOutput, withValues } from "./program.ts";
import { spelledOut } from "./spell-out.ts";
import { isLeaf, isReduction, type Value } from "./value.ts";

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

/** Cuts a phase into loops. */
export function loopNest(phase: Phase, build: ValueBuilder, relaxed: boolean): LoopNest {
  const { spell, isLoaded } = speller(phase, build);
  const outputs: Outputs = {
    keeps: phase.saves.map((as) => ({ value: spell(as), as })),
    reductions: phase.reductions.map((reduction) => ({ value: spell(reduction.args[0]), reduction })),
    sums: withValues(phase.sums, spell),
    stores: withValues(phase.stores, spell),
    guards: withValues(phase.guards, spell),
  };
  const roots = Object.values(outputs).flatMap((list: readonly Output[]) => list.map(({ value }) => value));
  const placement = placeInLoops(instructionGraph(roots, isLoaded, relaxed), outputs);
  return {
    classes: phase.classes,
    loops: placement.computes.flatMap((_, loop) => fillLoop(loop, placement, outputs)),
    kept: new Map(outputs.keeps.map(({ value, as }) => [value, as])),
    rows: shareRows(placement.passed),
  };
}

/** A loop, or none where nothing is left for it. */
function fillLoop(loop: number, { computes, passed, loopOf }: Placement, outputs: Outputs): Loop[] {
  const due = <T extends Output>(list: readonly T[]): T[] =>
    list.filter((output) => loopOf.get(output) === loop);
  if (computes[loop].size === 0 && ![...loopOf.values()].includes(loop)) return [];
  return [
    {
      computes: computes[loop],
      passes: passed.filter(({ first }) => first === loop).map(({ value }) => value),
      keeps: due(outputs.keeps).map(({ value }) => value),
      reductions: due(outputs.reductions),
      sums: due(outputs.sums),
      stores: due(outputs.stores),
      guards: due(outputs.guards),
    },
  ];
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
