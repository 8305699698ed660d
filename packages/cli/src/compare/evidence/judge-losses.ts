import type { RepeatedScores } from "../../statistics/repeated-folds.ts";
import { type Verdict, verdictOf } from "../../statistics/verdict.ts";
import type { Plan } from "../protocol/plan.ts";
import type { ComparisonVerdict } from "../protocol/results.ts";
import type { TrialState } from "../protocol/trial.ts";
import { measureOf } from "./measure.ts";
import { pairVerdicts } from "./pair-verdicts.ts";
import { type ScoredLosses, scoreTable } from "./score-table.ts";
import { verdictSentences } from "./verdict-sentences.ts";

/** Losses with their final trainings on the same folds. */
export interface JudgedLosses extends ScoredLosses {
  readonly plan: Pick<Plan, "rank" | "margin" | "reference" | "finals" | "budget">;
}

const FAILED: readonly TrialState[] = ["collapsed", "diverged", "failed"];

/** What the evidence says of losses: the words of `verdictOf` on the folds that all losses have finished. */
export function judgeLosses(judged: JudgedLosses): ComparisonVerdict {
  const { plan, data, losses } = judged;
  const repeats = finishedRepeats(judged);
  const fold = repeats.map((repeat) => plan.finals.fold[repeat]);
  const sign = measureOf(plan.rank).better === "high" ? 1 : -1;
  const table = scoreTable(judged, repeats);
  const upwards = table.map((of) =>
    of.map((row) => row.map((score) => (score === null ? null : sign * score))),
  );
  const reference = losses.findIndex(({ loss }) => loss === plan.reference);
  const scores = { scores: upwards, fold, group: groupsOf(data) };
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

function groupsOf({ images }: JudgedLosses["data"]): number[] {
  const names = [...new Set(images.map(({ group }) => group))];
  return images.map(({ group }) => names.indexOf(group));
}
