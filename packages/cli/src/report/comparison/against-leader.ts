import type { ComparisonVerdict, PairVerdict } from "../../compare/protocol/results.ts";
import { turned } from "../../compare/verdict/turned.ts";

/** What a loss is beside another one, seen from it: its score minus that of the other one, better above 0. */
export type Standing = Omit<PairVerdict, "a" | "b">;

/** A pair seen from one of its losses. */
export function standing({ a, difference, low, high, p, word }: PairVerdict, loss: number): Standing {
  return a === loss
    ? { difference, low, high, p, word }
    : { difference: -difference, low: -high, high: -low, p, word: turned(word) };
}

/** A loss beside the leader; undefined for the leader itself, and where nothing was compared. */
export function againstLeader({ rows }: ComparisonVerdict, loss: number): Standing | undefined {
  const row = rows.find(({ b }) => b === loss);
  return row && standing(row, loss);
}
