import type { Builder } from "../builder.ts";
import { reachable, rewritten } from "../graph.ts";
import { changed, type Program, valuesOf } from "../program.ts";
import type { Value } from "../value.ts";

/**
 * The condition (that of the label) where every later sweep turns the sign of what the first has saved, or null
 * where one of them needs the sign as it is: the first sweep may turn it for all.
 */
export function turnOfSaved(later: readonly Program[], saved: Value): Value | null {
  const turns = new Set<Value>();
  for (const value of reachable(later.flatMap(valuesOf))) {
    if (!value.args.includes(saved) || value.op === "abs") continue;
    if (value.op !== "negateWhere") return null;
    turns.add(value.args[1]);
  }
  return turns.size === 1 ? [...turns][0] : null;
}

/** A program for which the sign is turned already. */
export function withTurnedSaved(program: Program, saved: Value, turn: Value, build: Builder): Program {
  const isTurned = ({ op, args }: Value): boolean =>
    op === "negateWhere" && args[0] === saved && args[1] === turn;
  return changed(program, (value) => rewritten(value, build, (part) => (isTurned(part) ? saved : null)));
}
