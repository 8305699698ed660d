import type { FunctionBuilder } from "../encoder/function-builder.ts";
import { encodeModule, type ImportedFunction } from "../encoder/module.ts";
import { splitPhases } from "../ir/phases.ts";
import type { Program } from "../ir/program.ts";
import type { Value } from "../ir/value.ts";
import { emitSweep } from "./emit-sweep.ts";
import type { Sweep } from "./sweep.ts";
import { layOutScratch, type Plane } from "./sweep-shape.ts";

/** Functions that the host supplies: index 0 is called for sums of logarithms. */
const IMPORTS: readonly ImportedFunction[] = [{ name: "log1p", parameters: ["f64"], results: ["f64"] }];

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

function countUses(outputs: readonly Value[]): Map<Value, number> {
  const uses = new Map<Value, number>();
  const visit = (value: Value): void => {
    const before = uses.get(value) ?? 0;
    uses.set(value, before + 1);
    if (before === 0) value.args.forEach(visit);
  };
  outputs.forEach(visit);
  return uses;
}

/** Bytes of a module with the functions of each sweep: `sweep0` and, for fewer than 16 pixels, `tail0`. */
export function buildModule(
  sweeps: readonly Sweep[],
  more: ReadonlyMap<string, FunctionBuilder>,
  shared: boolean,
): Uint8Array<ArrayBuffer> {
  const functions = new Map<string, FunctionBuilder>();
  for (const [i, sweep] of sweeps.entries()) {
    functions.set(`sweep${i}`, emitSweep(sweep, false));
    functions.set(`tail${i}`, emitSweep(sweep, true));
  }
  for (const [name, f] of more) functions.set(name, f);
  return encodeModule({ functions, imports: IMPORTS, shared });
}
