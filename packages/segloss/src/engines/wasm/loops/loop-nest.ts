import { isLeaf } from "../../../program/ops.ts";
import type { Phase } from "../../../program/phase.ts";
import { type Output, type Outputs, withValues } from "../../../program/program.ts";
import type { Value } from "../../../program/value.ts";
import type { Instruction, LoopValue, Make } from "../legalise/instructions.ts";
import { legalised, loadedValue } from "../legalise/legalise.ts";
import { instructionGraph } from "./instruction-graph.ts";
import {
  type LoopOutputs,
  type Placement,
  placeInLoops,
  type ReducedValue,
  type Spilled,
} from "./placement.ts";

/** A phase as loops over the pixels of a block, one after the other; with `classes`, for a few classes at a time. */
export interface LoopNest {
  readonly classes: boolean;
  readonly loops: readonly Loop[];
  /** What later phases call the values that this one keeps for them. */
  readonly kept: ReadonlyMap<LoopValue, Value>;
  /** Rows of scratch memory for the values that a loop spills for later ones. */
  readonly rows: ReadonlyMap<LoopValue, number>;
}

/** A loop whose values are single instructions, in chains short enough for work on many pixels at once. */
export interface Loop extends Outputs<Instruction> {
  /** Values that this loop computes rather than loads. */
  readonly computes: ReadonlySet<LoopValue>;
  /** Values for later loops of the nest. */
  readonly spills: readonly LoopValue[];
  /** Values for later phases. */
  readonly keeps: readonly LoopValue[];
  readonly reductions: readonly ReducedValue[];
}

/** Cuts a phase into loops. */
export function loopNest(phase: Phase, make: Make, relaxed: boolean): LoopNest {
  const legalise = legaliser(phase, make);
  const outputs: LoopOutputs = {
    keeps: phase.saves.map((as) => ({ value: legalise(as), as })),
    reductions: phase.reductions.map((reduction) => ({ value: legalise(reduction.args[0]), reduction })),
    ...withValues(phase, legalise),
  };
  const roots = Object.values(outputs).flatMap((list: readonly Output<Instruction>[]) =>
    list.map(({ value }) => value),
  );
  const placement = placeInLoops(instructionGraph(roots, relaxed), outputs);
  return {
    classes: phase.classes,
    loops: placement.computes.flatMap((_, loop) => fillLoop(loop, placement, outputs)),
    kept: new Map(outputs.keeps.map(({ value, as }) => [value, as])),
    rows: shareRows(placement.spilled),
  };
}

/** A loop, or none where nothing is left for it. */
function fillLoop(loop: number, { computes, spilled, loopOf }: Placement, outputs: LoopOutputs): Loop[] {
  const due = <T extends Output<Instruction>>(list: readonly T[]): T[] =>
    list.filter((output) => loopOf.get(output) === loop);
  if (computes[loop].size === 0 && ![...loopOf.values()].includes(loop)) return [];
  return [
    {
      computes: computes[loop],
      spills: spilled.filter(({ first }) => first === loop).map(({ value }) => value),
      keeps: due(outputs.keeps).map(({ value }) => value),
      reductions: due(outputs.reductions),
      sums: due(outputs.sums),
      stores: due(outputs.stores),
      guards: due(outputs.guards),
    },
  ];
}

/** What gives the values of a phase in instructions; those of earlier phases are loaded. */
export function legaliser({ computes }: Phase, make: Make): (value: Value) => LoopValue {
  const done = new Map<Value, LoopValue>();
  const legalise = (value: Value): LoopValue => {
    const known = done.get(value);
    if (known) return known;
    const isLoaded = !computes.has(value) && !isLeaf(value);
    const result = isLoaded ? loadedValue(make, value) : legalised(value, value.args.map(legalise), make);
    done.set(value, result);
    return result;
  };
  return legalise;
}

/** A row for each value; values that are not needed at the same time share one. */
function shareRows(spilled: readonly Spilled[]): Map<LoopValue, number> {
  const rows = new Map<LoopValue, number>();
  const busyUntil: number[] = [];
  for (const { value, first, last } of [...spilled].sort((a, b) => a.first - b.first)) {
    const free = busyUntil.findIndex((end) => end < first);
    const row = free < 0 ? busyUntil.length : free;
    busyUntil[row] = last;
    rows.set(value, row);
  }
  return rows;
}
