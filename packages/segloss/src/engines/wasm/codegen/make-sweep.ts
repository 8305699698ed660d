import { countUses } from "../ir/graph.ts";
import { splitPhases } from "../ir/phases.ts";
import type { Program } from "../ir/program.ts";
import type { Sweep } from "./sweep.ts";
import { layOutScratch, type Plane } from "./sweep-shape.ts";

/** A program with its loops and its scratch memory. */
export function makeSweep(program: Program, planes: readonly Plane[], relaxed: boolean): Sweep {
  const index = (name: string): number => planes.findIndex((plane) => plane.name === name);
  const outputs = [...program.sums, ...program.stores, ...program.guards].map(({ value }) => value);
  const uses = countUses(outputs);
  const saved = index("saved");
  const readsSaved = [...uses.keys()].find(({ op, immediate }) => op === "plane" && immediate === saved);
  const phases = splitPhases(program, readsSaved ?? null);
  return {
    program,
    phases,
    planes,
    labelPlane: index("label"),
    maskPlane: index("mask"),
    scratch: layOutScratch(phases, planes, program.channels),
    relaxed,
    uses,
  };
}
