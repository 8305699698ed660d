import type { RepeatedScores } from "../../statistics/repeated-folds.ts";
import { type Verdict, verdictOf } from "../../statistics/verdict.ts";
import type { Plan } from "../protocol/plan.ts";
import type { ComparisonVerdict, DataDescription, TrialSummary } from "../protocol/results.ts";
import type { ImageEvidence, TrialState } from "../protocol/trial.ts";
import { constantEvidence } from "./constant-evidence.ts";
import { imageScore } from "./image-score.ts";
import { measureOf } from "./measure.ts";
import { pairVerdicts } from "./pair-verdicts.ts";
import { verdictSentences } from "./verdict-sentences.ts";

/** Losses with their final trainings on the same folds. */
export interface JudgedLosses {
  readonly plan: Pick<Plan, "rank" | "margin" | "reference" | "finals" | "budget">;
  readonly data: Pick<DataDescription, "classes" | "scored" | "images">;
  readonly losses: readonly { readonly loss: string; readonly trials: readonly TrialSummary[] }[];
}

const FAILED: readonly TrialState[] = ["collapsed", "diverged", "failed"];

/** What the evidence says of losses: the words of `verdictOf` on the folds that all losses have finished. */
export function judgeLosses(judged: JudgedLosses): ComparisonVerdict {
  const { plan, data, losses } = judged;
  const repeats = finishedRepeats(judged);
  const fold = repeats.map((repeat) => plan.finals.fold[repeat]);
  const sign = measureOf(plan.rank).better === "high" ? 1 : -1;
  const scoreTable = losses.map((_, l) =>
    data.images.map((_image, i) => repeats.map((repeat) => scaled(scoreOf(judged, l, i, repeat), sign))),
  );
  const reference = losses.findIndex(({ loss }) => loss === plan.reference);
  const scores = { scores: scoreTable, fold, group: groupsOf(data) };
  const verdict = verdictOf({
    ...{ ...scores, margin: plan.margin },
    failures: losses.map(({ trials }) => trials.filter(({ state }) => FAILED.includes(state)).length),
    ...(reference >= 0 && { reference }),
  });
  return asComparison(judged, verdict, scores);
}

function asComparison(
  { plan, losses }: JudgedLosses,
  verdict: Verdict,
  scores: RepeatedScores,
): ComparisonVerdict {
  const word: ComparisonVerdict["word"] = plan.budget === "quick" ? "candidates" : verdict.word;
  const folds = new Set(scores.fold.flat().filter((one) => one >= 0)).size;
  const common = {
    word,
    winner: word === "better" ? (verdict.winner ?? null) : null,
    candidates: verdict.candidates,
    ...pairVerdicts(scores, verdict),
    probabilityBest: verdict.probabilityBest,
    needed: verdict.needed ? { ...verdict.needed, minutes: null } : null,
    againstReference:
      verdict.againstReference?.map(({ candidate, difference, word: of }) => ({
        ...{ loss: candidate, difference, word: of },
      })) ?? null,
    ...{ images: verdict.images, folds, repeats: scores.fold.length },
  };
  return { ...common, ...verdictSentences(common, verdict, losses, plan) };
}

/** Repeats of which every loss has every fold; where there is none, the one with the most folds that all have. */
function finishedRepeats({ plan, losses }: JudgedLosses): number[] {
  const common = plan.finals.fold.map(
    (row, repeat) =>
      [...new Set(row)].filter(
        (fold) =>
          fold >= 0 &&
          losses.every(({ trials }) => trials.some((one) => one.repeat === repeat && one.fold === fold)),
      ).length,
  );
  const whole = common.map((_, repeat) => repeat).filter((repeat) => common[repeat] === plan.finals.folds);
  return whole.length > 0 ? whole : [common.indexOf(Math.max(...common))];
}

function scoreOf(judged: JudgedLosses, l: number, image: number, repeat: number): number | null {
  const { plan, data, losses } = judged;
  const fold = plan.finals.fold[repeat][image];
  if (fold < 0) return null;
  const ofCell = losses.map(({ trials }) => trials.find((one) => one.repeat === repeat && one.fold === fold));
  if (ofCell.some((trial) => trial === undefined)) return null;
  const own = evidenceOf(ofCell[l]!, image);
  if (own) return imageScore(own, plan.rank, data.scored);
  return worstOf(
    ofCell.flatMap((trial) => evidenceOf(trial!, image) ?? []),
    judged,
  );
}

function evidenceOf({ evidence }: TrialSummary, image: number): ImageEvidence | undefined {
  return evidence.find((one) => one.image === image);
}

/** Without a network: the worst constant prediction; where counts do not give the measure, the worst of the other losses. */
function worstOf(others: readonly ImageEvidence[], { plan, data }: JudgedLosses): number | null {
  const { fromCounts, better } = measureOf(plan.rank);
  if (others.length === 0) return null;
  const known = fromCounts ? data.classes.map((_, c) => constantEvidence(others[0], c)) : others;
  const values = known.flatMap((one) => imageScore(one, plan.rank, data.scored) ?? []);
  if (values.length === 0) return null;
  return better === "high" ? Math.min(...values) : Math.max(...values);
}

function scaled(score: number | null, sign: number): number | null {
  return score === null ? null : sign * score;
}

function groupsOf({ images }: JudgedLosses["data"]): number[] {
  const names = [...new Set(images.map(({ group }) => group))];
  return images.map(({ group }) => names.indexOf(group));
}
