import { type Random, random as seeded } from "../data/random.ts";
import { type Needed, whatIsNeeded } from "./needed.ts";
import { probabilityBest } from "./probability-best.ts";
import {
  type Difference,
  difference,
  type FoldTable,
  foldTable,
  type RepeatedScores,
} from "./repeated-folds.ts";
import { tQuantile, tTail } from "./student-t.ts";

/** What is compared, and how much of a difference matters. */
export interface VerdictInput extends RepeatedScores {
  /** Failed trainings of each candidate, whose images have the score of the constant prediction they ended in. */
  readonly failures?: readonly number[];
  /** Score of the best constant prediction on each image. */
  readonly baseline?: readonly number[];
  /** A candidate that was chosen before the scores were seen. */
  readonly reference?: number;
  /** Differences below it do not matter. Default 0.01. */
  readonly margin?: number;
  /** Degrees of freedom below which nothing is decided: two, those of three equal folds. */
  readonly leastFreedom?: number;
  /** Two-sided level. Default 0.05. */
  readonly level?: number;
  /** Draws for the probability of being best; 0 leaves it out. Default 20,000. */
  readonly draws?: number;
}

export type Word = "better" | "equivalent" | "undecided";

/** One candidate against the leader. */
export interface VerdictRow {
  readonly candidate: number;
  /** Leader minus candidate. */
  readonly difference: number;
  readonly error: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
  readonly word: "worse" | "equivalent" | "undecided";
}

export interface Verdict {
  readonly word: Word;
  /** Why nothing could be decided, where that follows from the plan. */
  readonly reason?: string;
  readonly df: number;
  readonly images: number;
  readonly means: readonly number[];
  readonly leader?: number;
  readonly winner?: number;
  readonly rows: readonly VerdictRow[];
  /** Pairs that can be told apart, all pairs considered (Holm). */
  readonly apart: readonly (readonly [number, number])[];
  /** Who may still be the best. */
  readonly candidates: readonly number[];
  /** null below three degrees of freedom. */
  readonly probabilityBest: readonly number[] | null;
  readonly needed?: Needed;
  readonly againstReference?: readonly ReferenceRow[];
  /** Whether each candidate is above the best constant prediction, where one was given. */
  readonly learned?: readonly boolean[];
}

export interface ReferenceRow {
  readonly candidate: number;
  /** Candidate minus reference. */
  readonly difference: number;
  readonly word: "better" | "worse" | "equivalent" | "undecided";
}

const DRAWS = 20_000;
/** Degrees of freedom are sums of rounded numbers. */
const ROUNDING = 1e-9;

/**
 * Says of candidates (losses, models) that were scored on the same images whether one is better than all others, whether some are
 * equivalent within a margin, or that the scores do not decide it. Images of one fold share a network, so the interval is one of Student over folds,
 * with repeats that each have a partition of their own; a winner beats every other candidate at the level, which needs no correction (rank
 * verification: Gutmann and Maymin 1987); equivalence is two one-sided tests (Schuirmann 1987).
 *
 * @param random draws for the probability of being best; the verdict does not use it
 */
export function verdictOf(input: VerdictInput, random: Random = seeded(7)): Verdict {
  const { scores, baseline, fold, margin = 0.01, level = 0.05, leastFreedom = 2 } = input;
  const count = scores.length;
  const withBaseline = baseline ? [...scores, baseline.map((value) => fold.map(() => value))] : scores;
  const table = foldTable({ ...input, scores: withBaseline });
  const means = table.means.slice(0, count);
  const base = {
    df: table.df,
    images: table.images,
    means,
    rows: [],
    apart: [],
    candidates: [],
    probabilityBest: null,
  };
  if (count < 2 || table.df < leastFreedom - ROUNDING)
    return { ...base, word: "undecided", reason: tooFew(table) };
  const test = tester(table, level);
  const leader = means.indexOf(Math.max(...means));
  const learned = baseline && means.map((_, k) => test.above(k, count));
  const common = {
    ...base,
    leader,
    ...(learned && { learned }),
    ...(input.reference !== undefined && {
      againstReference: againstReference(input, input.reference, test, count, margin),
    }),
  };
  if (learned && !learned[leader])
    return { ...common, word: "undecided", reason: "the leader is not above the best constant prediction" };
  return decided(input, common, test, margin, random);
}

/** Three folds may be so unequal that they say no more than two. */
function tooFew({ repeats: [first], images }: FoldTable): string {
  const counts = (first?.weights ?? [])
    .map((share) => Math.round(share * images))
    .filter((count) => count > 0);
  if (counts.length < 3) return "fewer than three folds with scored images";
  return `folds too unequal to tell how sure a difference is (${counts.join(", ")} scored images; another seed or more groups of images would help)`;
}

/** Tests of differences, each worked out once. */
interface Tester {
  readonly table: FoldTable;
  readonly level: number;
  pair(a: number, b: number): Difference;
  p(difference: Difference): number;
  /** Whether a is above b at the level. */
  above(a: number, b: number): boolean;
  quantile(p: number): number;
}

function tester(table: FoldTable, level: number): Tester {
  const known = new Map<string, Difference>();
  const pair = (a: number, b: number) => {
    const key = `${a},${b}`;
    const one = known.get(key) ?? difference(table, a, b);
    known.set(key, one);
    return one;
  };
  const p = ({ value, error }: Difference) => {
    if (error === 0) return value === 0 ? 1 : 0;
    return tTail(Math.abs(value) / error, table.df);
  };
  const quantile = (share: number) => tQuantile(share, table.df);
  const above = (a: number, b: number) => pair(a, b).value > 0 && p(pair(a, b)) <= level;
  return { table, level, pair, p, above, quantile };
}

function decided(
  { failures, scores, draws = DRAWS }: VerdictInput,
  common: Omit<Verdict, "word"> & { readonly leader: number },
  test: Tester,
  margin: number,
  random: Random,
): Verdict {
  const { leader, means } = common;
  const { level, table } = test;
  const count = scores.length;
  const others = means.map((_, k) => k).filter((k) => k !== leader);
  const apart = pairsApart(count, test);
  const isApart = (a: number, b: number) =>
    apart.some(([c, d]) => (c === a && d === b) || (c === b && d === a));
  const [two, one, strict] = [1 - level / 2, 1 - level, 1 - level / (count - 1)].map(test.quantile);
  const sound = (k: number) => !failures?.[leader] && !failures?.[k];
  const within = (k: number, t: number) =>
    sound(k) && test.pair(leader, k).value + t * test.pair(leader, k).error < margin;
  const allBetter = others.every((k) => test.above(leader, k));
  const allEquivalent = others.every((k) => within(k, one));
  const wordOf = (k: number): VerdictRow["word"] => {
    if (allEquivalent || within(k, strict)) return "equivalent";
    return allBetter || isApart(leader, k) ? "worse" : "undecided";
  };
  const rows = others.map((candidate): VerdictRow => {
    const lead = test.pair(leader, candidate);
    return {
      ...{ candidate, difference: lead.value, error: lead.error, p: test.p(lead), word: wordOf(candidate) },
      low: lead.value - two * lead.error,
      high: lead.value + two * lead.error,
    };
  });
  const ruledOut = (k: number) =>
    means.some(
      (_, i) =>
        i !== k && test.pair(i, k).value > 0 && test.pair(i, k).value >= strict * test.pair(i, k).error,
    );
  const has = (word: VerdictRow["word"]) => rows.some((row) => row.word === word);
  const word: Word = has("equivalent")
    ? has("undecided")
      ? "undecided"
      : "equivalent"
    : allBetter
      ? "better"
      : "undecided";
  const needed = word === "undecided" && needs(rows, leader, test, margin);
  // The baseline takes no part in being best.
  const contest = { ...table, means, values: table.values.slice(0, count) };
  return {
    ...common,
    ...{ word, rows, apart },
    ...(word === "better" && { winner: leader }),
    candidates:
      word === "better" ? [leader] : means.map((_, k) => k).filter((k) => k === leader || !ruledOut(k)),
    probabilityBest:
      table.df < 3 - ROUNDING || draws === 0 ? null : probabilityBest(contest, leader, draws, random),
    ...(needed && { needed }),
  };
}

function needs(rows: readonly VerdictRow[], leader: number, test: Tester, margin: number): Needed {
  const distance = ({ difference: value, error }: VerdictRow) => Math.abs(value) / Math.max(error, 1e-300);
  const open = rows.filter(({ word }) => word === "undecided");
  const nearest = open.reduce((a, b) => (distance(b) < distance(a) ? b : a));
  const target = Math.max(Math.abs(nearest.difference), margin);
  const lead = test.pair(leader, nearest.candidate);
  return whatIsNeeded(test.table, { against: nearest.candidate, lead, target, level: test.level });
}

/** Holm's step-down over all pairs (1979). */
function pairsApart(count: number, test: Tester): [number, number][] {
  const pairs = Array.from({ length: count }, (_, a) => a).flatMap((a) =>
    Array.from({ length: count - a - 1 }, (_, k): [number, number] => [a, a + 1 + k]),
  );
  return holm(pairs, ([a, b]) => test.p(test.pair(a, b)), test.level).sort(
    (x, y) => x[0] - y[0] || x[1] - y[1],
  );
}

/** Those of many claims that hold together at the level: the smallest p first, until one fails. */
function holm<T>(claims: readonly T[], pOf: (claim: T) => number, level: number): T[] {
  const sorted = claims.map((claim) => ({ claim, p: pOf(claim) })).sort((a, b) => a.p - b.p);
  const end = sorted.findIndex(({ p }, k) => p > level / (sorted.length - k));
  return sorted.slice(0, end < 0 ? sorted.length : end).map(({ claim }) => claim);
}

function againstReference(
  { failures }: VerdictInput,
  reference: number,
  test: Tester,
  count: number,
  margin: number,
): ReferenceRow[] {
  const others = Array.from({ length: count }, (_, k) => k).filter((k) => k !== reference);
  const apart = new Set(holm(others, (k) => test.p(test.pair(k, reference)), test.level));
  const strict = test.quantile(1 - test.level / (count - 1));
  return others.map((candidate) => {
    const { value, error } = test.pair(candidate, reference);
    const sound = !failures?.[candidate] && !failures?.[reference];
    const isEquivalent = sound && Math.abs(value) + strict * error < margin;
    const decision = apart.has(candidate) ? (value > 0 ? "better" : "worse") : "undecided";
    return { candidate, difference: value, word: isEquivalent ? "equivalent" : decision };
  });
}
