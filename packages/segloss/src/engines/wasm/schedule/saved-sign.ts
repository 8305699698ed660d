import type { ValueBuilder } from "../ir/build.ts";
import { reachable, rewritten } from "../ir/graph.ts";
import { changed, type Program, valuesOf } from "../ir/program.ts";
import type { Value } from "../ir/value.ts";

/**
 * The sign bit (that of the label) with which every later sweep turns the sign of what the first has saved, or null
 * where one of them needs the sign as it is: the first sweep may turn it for all.
 */
export function turnOfSaved(later: readonly Program[], saved: Value): Value | null {
  const turns = new Set<Value>();
  for (const value of reachable(later.flatMap(valuesOf))) {
    if (!value.args.includes(saved) || value.op === "abs") continue;
    const other = value.args.find((arg) => arg !== saved);
    if (value.op !== "xor" || other?.op !== "signBit") return null;
    turns.add(other);
  }
  return turns.size === 1 ? [...turns][0] : null;
}

/** A program for which the sign is turned already. */
export function withTurnedSaved(program: Program, saved: Value, turn: Value, build: ValueBuilder): Program {
  const isTurned = ({ op, args }: Value): boolean =>
    op === "xor" && args.includes(saved) && args.includes(turn);
  return changed(program, (value) => rewritten(value, build, (part) => (isTurned(part) ? saved : null)));
}
