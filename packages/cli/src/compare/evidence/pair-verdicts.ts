import { difference, foldTable, type RepeatedScores } from "../../statistics/repeated-folds.ts";
import { tQuantile, tTail } from "../../statistics/student-t.ts";
import type { Verdict } from "../../statistics/verdict.ts";
import type { ComparisonVerdict, PairVerdict } from "../protocol/results.ts";

const LEVEL = 0.05;

/** Every pair of losses with its interval, and of them those with the leader; `word` says what a is beside b. */
export function pairVerdicts(
  scores: RepeatedScores,
  verdict: Verdict,
): Pick<ComparisonVerdict, "rows" | "pairs"> {
  const { leader, rows, apart, df } = verdict;
  if (leader === undefined) return { rows: [], pairs: [] };
  const table = foldTable(scores);
  const count = scores.scores.length;
  const quantile = tQuantile(1 - LEVEL / 2, df);
  const pairOf = (a: number, b: number) => {
    const { value, error } = difference(table, a, b);
    const told = apart.some(([c, d]) => (c === a && d === b) || (c === b && d === a));
    const row = rows.find(({ candidate }) => candidate === (a === leader ? b : a));
    const ofLeader = a === leader || b === leader ? row?.word : undefined;
    const isTold = told || ofLeader === "worse";
    const word: PairVerdict["word"] =
      ofLeader === "equivalent" ? "equivalent" : isTold ? (value > 0 ? "better" : "worse") : "undecided";
    return {
      ...{ a, b, difference: value, low: value - quantile * error, high: value + quantile * error },
      ...{ p: pOf(value, error, df), word, apart: told },
    };
  };
  const indices = Array.from({ length: count }, (_, k) => k);
  return {
    rows: rows.map(({ candidate }) => withoutApart(pairOf(leader, candidate))),
    pairs: indices.flatMap((a) => indices.slice(a + 1).map((b) => pairOf(a, b))),
  };
}

function withoutApart({ apart: _, ...pair }: PairVerdict & { readonly apart: boolean }): PairVerdict {
  return pair;
}

function pOf(value: number, error: number, df: number): number {
  if (error === 0) return value === 0 ? 1 : 0;
  return tTail(Math.abs(value) / error, df);
}
