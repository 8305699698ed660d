import { difference, type FoldTable, foldTable } from "../../statistics/repeated-folds.ts";
import { tQuantile, tTail } from "../../statistics/student-t.ts";
import { type Verdict, verdictOf } from "../../statistics/verdict.ts";
import type { Plan } from "../protocol/plan.ts";
import type { ComparisonVerdict, Estimate, PairVerdict } from "../protocol/results.ts";
import type { ComparedLoss } from "./compared-loss.ts";
import type { FinalScores } from "./final-scores.ts";
import { meanOf } from "./mean-of.ts";
import type { Measure } from "./measures.ts";
import { type LossFacts, sentences } from "./sentences.ts";
import { turned } from "./turned.ts";

const LEVEL = 0.05;
/** Three folds that are not quite equal have a little less than two: enough for candidates. Two folds have no interval worth the name. */
const LEAST_FREEDOM = 1.5;
const ROUNDING = 1e-9;

export interface CompareFacts {
  /** Whether every training had its epochs. */
  readonly enough: boolean;
  /** Wall time of one more training of a loss. */
  readonly minutesOfTraining: number | null;
  /** Losses of the plan, also those that the screen left out. Default: those that are compared. */
  readonly planned?: number;
}

/**
 * The verdict over losses in the order given, which is that of the ranking. A loss that was still rising is called worse than none: on
 * nasa-superalloy cross entropy was 0.17 below the others after 400 steps, and level with them after 1,200.
 */
export function compareLosses(
  losses: readonly ComparedLoss[],
  finals: FinalScores,
  measure: Measure,
  {
    budget,
    margin,
    reference,
    minutes,
    finals: { train, steps },
  }: Pick<Plan, "budget" | "margin" | "reference" | "minutes" | "finals">,
  { enough, minutesOfTraining, planned = losses.length }: CompareFacts,
): ComparisonVerdict {
  const sign = measure.best === "high" ? 1 : -1;
  const scores = finals.scores.map((of) =>
    of.map((row) => row.map((one) => (one === null ? null : sign * one))),
  );
  const { scores: constant } = finals.constants[finals.baseline ?? -1] ?? {};
  const asked = losses.findIndex(({ loss }) => loss === reference);
  const usable = finals.images.length > 0;
  const verdict: Verdict | undefined = usable
    ? verdictOf({
        ...{ scores, fold: finals.fold, group: finals.group, failures: finals.failures, margin },
        leastFreedom: LEAST_FREEDOM,
        // Images without a score have none for any loss, and are left out.
        ...(constant && { baseline: constant.map((score) => score ?? 0) }),
        ...(asked >= 0 && { reference: asked }),
      })
    : undefined;
  const table = usable ? foldTable({ scores, fold: finals.fold, group: finals.group }) : undefined;
  const settle: Settle = (word, a, b) => {
    const worse = word === "better" ? b : word === "worse" ? a : undefined;
    return worse !== undefined && losses[worse].rising ? "undecided" : word;
  };
  const few = table !== undefined && table.df < 2 - ROUNDING;
  const tooLittle = budget === "quick" || few || !enough;
  const rows = (verdict?.rows ?? []).map((row): PairVerdict => {
    const { candidate, difference: value, low, high, p } = row;
    const a = verdict!.leader!;
    const word = tooLittle ? "undecided" : settle(turned(row.word), a, candidate);
    return { a, b: candidate, difference: value, low, high, p, word };
  });
  const held = tooLittle ? [] : heldLosses(verdict, rows);
  const word = wordOf(verdict, rows, held.length > 0, tooLittle, train !== undefined);
  const winner = word === "better" ? (verdict?.winner ?? null) : null;
  const needed = verdict?.needed && {
    ...verdict.needed,
    minutes: minutesNeeded(verdict, finals, minutesOfTraining),
  };
  const base = {
    word,
    winner,
    candidates: candidatesOf(verdict, losses, rows),
    rows,
    // Where nobody is named, nobody is told apart.
    pairs: table
      ? pairsOf(table, { apart: tooLittle ? [] : verdict!.apart, rows, settle }, losses.length)
      : [],
    late: word === "undecided" ? lateLosses(held, verdict, losses) : [],
    probabilityBest: verdict?.probabilityBest ?? null,
    needed: needed ?? null,
    againstReference:
      verdict?.againstReference?.map(({ candidate, difference: value, word: told }) => ({
        ...{ loss: candidate, difference: value },
        word: tooLittle ? "undecided" : settle(told, candidate, asked),
      })) ?? null,
    images: table?.images ?? 0,
    folds: finals.folds,
    repeats: finals.repeats,
  };
  const facts: LossFacts = {
    ...{ losses, planned, measure, margin, budget, minutes, steps, enough, held },
    means: (verdict?.means ?? []).map((mean) => sign * mean),
    reason: verdict?.reason ?? null,
    baseline: constant ? meanOf(constant) : null,
    failures: finals.failures,
    trainings: finals.trainings,
  };
  return { ...base, ...sentences(base, facts) };
}

/** What a is called beside b: as the numbers say, but a loss that was still rising is not called worse. */
type Settle = (word: PairVerdict["word"], a: number, b: number) => PairVerdict["word"];

/** Losses that the numbers put below the leader, and that were still rising. */
function heldLosses(verdict: Verdict | undefined, rows: readonly PairVerdict[]): number[] {
  return (verdict?.rows ?? [])
    .filter((row, k) => row.word === "worse" && rows[k].word === "undecided")
    .map(({ candidate }) => candidate);
}

/** Losses that longer trainings, and no more of them, may bring to a decision. */
function lateLosses(
  held: readonly number[],
  verdict: Verdict | undefined,
  losses: readonly ComparedLoss[],
): number[] {
  const against = verdict?.needed?.against;
  const isLate = against !== undefined && losses[against].rising && !held.includes(against);
  return isLate ? [...held, against] : [...held];
}

function wordOf(
  verdict: Verdict | undefined,
  rows: readonly PairVerdict[],
  held: boolean,
  tooLittle: boolean,
  isOneSplit: boolean,
): ComparisonVerdict["word"] {
  if (verdict && verdict.means.length > 1 && isOneSplit) return "candidates";
  if (!verdict || rows.length === 0) return "undecided";
  if (tooLittle) return "candidates";
  return held ? "undecided" : verdict.word;
}

/** Who may still be best: those of the verdict, and those whose training was not at its end. */
function candidatesOf(
  verdict: Verdict | undefined,
  losses: readonly ComparedLoss[],
  rows: readonly PairVerdict[],
): number[] {
  if (!verdict || rows.length === 0) return losses.map((_, k) => k);
  return losses
    .map((_, k) => k)
    .filter(
      (k) =>
        verdict.candidates.includes(k) ||
        (losses[k].rising && rows.some((row) => row.b === k && row.word === "undecided")),
    );
}

/** a minus b with its interval. */
function pair(table: FoldTable, a: number, b: number): Omit<PairVerdict, "word"> {
  const { value, error } = difference(table, a, b);
  const half = tQuantile(1 - LEVEL / 2, table.df) * error;
  const p = error === 0 ? (value === 0 ? 1 : 0) : tTail(Math.abs(value) / error, table.df);
  return { a, b, difference: value, low: value - half, high: value + half, p };
}

function minutesNeeded(
  { needed, candidates }: Verdict,
  { folds, repeats }: FinalScores,
  each: number | null,
): number | null {
  if (needed?.kind !== "repeats" || each === null) return null;
  return (needed.repeats! - repeats) * folds * candidates.length * each;
}

/** Every pair, a before b; those with the leader say what its rows say. */
function pairsOf(
  table: FoldTable,
  { apart, rows, settle }: Pick<Verdict, "apart"> & { rows: readonly PairVerdict[]; settle: Settle },
  count: number,
): ComparisonVerdict["pairs"] {
  if (!(table.df > LEAST_FREEDOM)) return [];
  return Array.from({ length: count }, (_, a) => a).flatMap((a) =>
    Array.from({ length: count - a - 1 }, (_, k) => a + 1 + k).map((b) => {
      const isApart = apart.some(([c, d]) => (c === a && d === b) || (c === b && d === a));
      const own = pair(table, a, b);
      const told = isApart ? settle(own.difference > 0 ? "better" : "worse", a, b) : "undecided";
      const row = rows.find((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a));
      const word = row ? (row.a === a ? row.word : turned(row.word)) : told;
      return { ...own, word, apart: isApart && told !== "undecided" };
    }),
  );
}

/** Mean score of each loss with its interval over folds, ends within the range of shares where the measure is one. */
export function estimates(finals: FinalScores, measure: Measure): (Estimate | null)[] {
  if (finals.images.length === 0) return finals.scores.map(() => null);
  const zeros = finals.images.map(() => finals.fold.map(() => 0));
  return finals.scores.map((scores) => {
    const table = foldTable({ scores: [scores, zeros], fold: finals.fold, group: finals.group });
    if (table.images === 0) return null;
    const { value, error } = difference(table, 0, 1);
    if (!(table.df > LEAST_FREEDOM)) return { mean: value, low: null, high: null };
    const half = tQuantile(1 - LEVEL / 2, table.df) * error;
    const most = measure.name === "hd95" ? Number.POSITIVE_INFINITY : 1;
    return { mean: value, low: Math.max(0, value - half), high: Math.min(most, value + half) };
  });
}
