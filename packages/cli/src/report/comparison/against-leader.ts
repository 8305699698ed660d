import type { ComparisonVerdict, PairVerdict } from "../../compare/protocol/results.ts";

/** What a loss is beside another one, seen from it. */
export interface Standing {
  /** Its score minus that of the other one, better above 0. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
  readonly word: PairVerdict["word"];
}

/** A pair seen from one of its losses. What was decided follows the sign of the difference, whichever loss the word of the pair is about. */
export function standing(pair: PairVerdict, loss: number): Standing {
  const { difference, low, high, p, word } = pair;
  const decided = word === "better" || word === "worse";
  const seen =
    pair.a === loss ? { difference, low, high } : { difference: -difference, low: -high, high: -low };
  return { ...seen, p, word: decided ? (seen.difference > 0 ? "better" : "worse") : word };
}

/** A loss beside the leader; undefined for the leader itself, and where nothing was compared. */
export function againstLeader({ rows }: ComparisonVerdict, loss: number): Standing | undefined {
  const leader = leaderOf(rows);
  const row = rows.find(({ a, b }) => a === loss || b === loss);
  return loss === leader || !row ? undefined : standing(row, loss);
}

/** The loss that stands in every row. */
function leaderOf(rows: readonly PairVerdict[]): number | undefined {
  if (rows.length === 0) return undefined;
  const [{ a, b }] = rows;
  if (rows.every((row) => row.a === a || row.b === a) && rows.length > 1) return a;
  if (rows.length > 1) return b;
  return rows[0].difference >= 0 ? a : b;
}
