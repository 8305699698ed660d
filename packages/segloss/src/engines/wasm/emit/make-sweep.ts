import { engineLimit } from "../../../program/engine-limit.ts";
import { countUses, reachable } from "../../../program/graph.ts";
import { splitPhases } from "../../../program/passes/split-phases.ts";
import { type Program, valuesOf } from "../../../program/program.ts";
import type { LoopValue, Make } from "../legalise/instructions.ts";
import { type LoopNest, loopNest } from "../loops/loop-nest.ts";
import type { Sweep } from "./sweep.ts";
import { layOutScratch, type Plane } from "./sweep-shape.ts";

/** A program with its loops and its scratch memory. */
export function makeSweep(program: Program, make: Make, planes: readonly Plane[], relaxed: boolean): Sweep {
  const values = reachable(valuesOf(program));
  if (values.length > MOST_VALUES) throw engineLimit(tooLarge(values.length));
  const index = (name: string): number => planes.findIndex((plane) => plane.name === name);
  const saved = index("saved");
  const readsSaved = values.find(({ op, immediate }) => op === "plane" && immediate === saved);
  const nests = splitPhases(program, readsSaved ?? null).map((phase) => loopNest(phase, make, relaxed));
  return {
    program,
    nests,
    planes,
    labelPlane: index("label"),
    maskPlane: index("mask"),
    scratch: layOutScratch(nests, planes, program.channels),
    relaxed,
    uses: relaxed ? countUses(nests.flatMap(rootsOf)) : new Map(),
  };
}

/** Values of a program; the largest of the catalogue have 300. Laying out loops takes seconds with more. */
const MOST_VALUES = 4000;

function tooLarge(values: number): string {
  return `The wasm engine compiles at most ${MOST_VALUES} operations a pixel, this loss has ${values}: use the reference engine, or write it with fewer parts that use one another.`;
}

/** Values that a phase makes something of. */
function rootsOf({ loops }: LoopNest): LoopValue[] {
  return loops.flatMap(({ keeps, reductions, sums, stores, guards }) => [
    ...keeps,
    ...[...reductions, ...sums, ...stores, ...guards].map(({ value }) => value),
  ]);
}
