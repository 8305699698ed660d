import type { ImageSource } from "../../data/image-source.ts";
import { environment } from "../environment.ts";
import { leastSteps } from "../plan/plan-steps.ts";
import type { Plan } from "../protocol/plan.ts";
import {
  type ComparisonResults,
  type DataDescription,
  type LossResult,
  RESULTS_VERSION,
  type ScreenedLoss,
  type TrialSummary,
} from "../protocol/results.ts";
import { type ImageEvidence, type TrialResult, type TrialState, trialStates } from "../protocol/trial.ts";
import { compareLosses, estimates } from "../verdict/compare-losses.ts";
import { failureLimit } from "../verdict/failure-limit.ts";
import { finalScores, isFailure, meanOf, type ScoredImages } from "../verdict/final-scores.ts";
import { imageScore, MEASURES, type Measure, measureOf, truePixels } from "../verdict/measures.ts";
import { finalists } from "./choose.ts";
import { sliceNote } from "./slice-note.ts";
import { finalTasks } from "./tasks.ts";

/** What a comparison has come to. */
export interface Progressed {
  readonly plan: Plan;
  readonly screen: readonly ScreenedLoss[];
  /** Results of all trainings so far, those that choose among them. */
  readonly trials: readonly TrialResult[];
  readonly startedAt: Date;
  readonly seconds: number;
  readonly command: string;
}

/** What of the data does not follow from the source. */
export type DataFacts = Pick<DataDescription, "scored" | "thin" | "observers">;

/** Ranks what has ended and says what follows. Everything in it is worked out from the evidence of the trainings. */
export function buildResults(
  source: ImageSource,
  facts: DataFacts,
  progressed: Progressed,
): ComparisonResults {
  const { plan, screen, trials } = progressed;
  const measure = measureOf(plan.rank);
  const finals = inOrder(trials.filter(({ task }) => task.purpose === "final"));
  const images: ScoredImages = {
    groups: plan.data.groups,
    diagonals: source.images.map(({ width, height, spacing: [y, x] = [1, 1] }) =>
      Math.hypot(height * y, width * x),
    ),
    fold: plan.finals.fold,
    scored: facts.scored,
  };
  const tried = finalists(screen).flatMap((one) => {
    const own = finals.filter(({ task }) => task.loss === one.loss);
    const { note } = plan.losses.find(({ loss }) => loss === one.planned)!;
    return own.length > 0 ? [{ ...one, note, trials: own }] : [];
  });
  const ranked = rankedBy(tried, measure, images);
  const scores = finalScores(
    ranked.map((one) => one.trials),
    measure,
    images,
  );
  const each = estimates(scores, measure);
  const minutes = minutesOfTraining(finals, plan);
  const verdict = compareLosses(
    ranked.map((one) => ({ loss: one.loss, ...rise(one.trials) })),
    scores,
    measure,
    plan,
    {
      enough: plan.finals.steps >= leastSteps(plan.training.stepsPerEpoch),
      minutesOfTraining: minutes,
    },
  );
  const wanted = finalTasks(plan, finalists(screen));
  return {
    version: RESULTS_VERSION,
    complete:
      screen.length > 0 &&
      wanted.length > 0 &&
      wanted.every(({ id }) => finals.some(({ task }) => task.id === id)),
    plan,
    command: progressed.command,
    data: describe(source, facts, plan.data.groups),
    screen,
    losses: ranked.map((one, k) => describeLoss(one, each[k], facts.scored)),
    unfinished: plan.losses
      .filter(({ loss }) => {
        const screened = screen.find((one) => one.loss === loss);
        return (
          !screened || (screened.outcome === "went on" && !ranked.some(({ planned }) => planned === loss))
        );
      })
      .map(({ loss }) => loss),
    verdict,
    baselines: scores.constants.map(({ class: predicted, scores: own }) => ({
      class: predicted,
      score: meanOf(own),
    })),
    environment: environment(),
    startedAt: progressed.startedAt.toISOString(),
    seconds: progressed.seconds,
    spent: spentOn(trials),
  };
}

/** By repeat and fold, whichever ended first: sums depend on the order in their last bits. */
function inOrder(finals: readonly TrialResult[]): TrialResult[] {
  return [...finals].sort((a, b) => a.task.repeat! - b.task.repeat! || a.task.fold! - b.task.fold!);
}

interface Tried {
  readonly planned: string;
  readonly loss: string;
  readonly rate: number;
  readonly note: string | null;
  readonly trials: readonly TrialResult[];
}

/** Best first; losses without a score last, in the order of the plan. */
function rankedBy(tried: readonly Tried[], measure: Measure, images: ScoredImages): Tried[] {
  const { scores } = finalScores(
    tried.map((one) => one.trials),
    measure,
    images,
  );
  const means = scores.map((of) => meanOf(of.flat()));
  const sign = measure.best === "high" ? 1 : -1;
  const goodness = (k: number) => (means[k] === null ? Number.NEGATIVE_INFINITY : sign * means[k]!);
  return tried
    .map((one, k) => ({ one, value: goodness(k) }))
    .sort((a, b) => (b.value === a.value ? 0 : b.value - a.value))
    .map(({ one }) => one);
}

/** Whether most of the trainings that did not fail were still rising, and by how much. */
function rise(trials: readonly TrialResult[]): { rising: boolean; rise: number } {
  const sound = trials.filter((one) => !isFailure(one));
  const rising = sound.filter(({ state }) => state === "rising");
  const rises = rising.map(({ curve }) => lastQuarterRise(curve));
  return { rising: rising.length * 2 > sound.length, rise: meanOf(rises) ?? 0 };
}

/** How much the Dice of a curve rose in the last quarter of its steps. */
export function lastQuarterRise(curve: TrialResult["curve"]): number {
  const last = curve.at(-1);
  if (!last) return 0;
  const before = curve.filter(({ step }) => step <= 0.75 * last.step).at(-1);
  return before ? last.dice - before.dice : last.dice;
}

function describe(source: ImageSource, facts: DataFacts, groups: readonly string[]): DataDescription {
  const { name, classes, channels, notes, credit = null, images } = source;
  const pixels = classes.map((_, c) => images.reduce((sum, { classPixels }) => sum + classPixels[c], 0));
  const all = pixels.reduce((a, b) => a + b, 0);
  return {
    ...{ name, classes, channels, credit, ...facts },
    notes: [...notes, ...sliceNote(images)],
    classShares: pixels.map((count) => count / Math.max(1, all)),
    classImages: classes.map((_, c) => images.filter(({ classPixels }) => classPixels[c] > 0).length),
    images: images.map(({ name: own, width, height }, i) => ({ name: own, group: groups[i], width, height })),
    unit: images.every(({ spacing }) => spacing) ? "mm" : "pixels",
  };
}

function describeLoss(
  { loss, note, rate, trials }: Tried,
  score: LossResult["score"],
  scored: readonly number[],
): LossResult {
  const failed = trials.filter(isFailure).length;
  return {
    ...{ loss, note, rate, score },
    trials: trials.map((trial) => summaryOf(trial, scored)),
    states: Object.fromEntries(
      trialStates.map((state) => [state, trials.filter((trial) => trial.state === state).length]),
    ) as Record<TrialState, number>,
    failureLimit: failureLimit(failed, trials.length),
    measures: Object.fromEntries(
      MEASURES.flatMap((measure) => {
        const measured = measuredBy(
          measure,
          trials.flatMap(({ evidence }) => evidence),
          scored,
        );
        return measured.mean === null ? [] : [[measure.name, measured] as const];
      }),
    ),
  };
}

function measuredBy(measure: Measure, evidence: readonly ImageEvidence[], scored: readonly number[]) {
  const classes = evidence[0]?.tp.map((_, c) => c) ?? [];
  return {
    mean: meanOf(evidence.map((one) => imageScore(measure, one, scored))),
    classes: measure.ofClass
      ? classes.map((c) =>
          meanOf(evidence.map((one) => (truePixels(one, c) > 0 ? measure.ofClass!(one, c) : null))),
        )
      : [],
  };
}

function summaryOf(trial: TrialResult, scored: readonly number[]): TrialSummary {
  const { task, state, reason, steps, engine, curve, evidence, model, timing, peakMemory } = trial;
  const mean = (name: "dice" | "iou") =>
    meanOf(evidence.map((one) => imageScore(measureOf(name), one, scored)));
  return {
    ...{ id: task.id, seed: task.seed, repeat: task.repeat ?? 0, fold: task.fold ?? 0 },
    ...{
      state,
      reason,
      steps,
      engine,
      curve,
      dice: mean("dice"),
      iou: mean("iou"),
      evidence,
      model,
      timing,
      peakMemory,
    },
  };
}

function spentOn(trials: readonly TrialResult[]): ComparisonResults["spent"] {
  const sum = (of: (timing: TrialResult["timing"]) => number) =>
    trials.reduce((all, { timing }) => all + of(timing), 0);
  return {
    steps: sum(({ firstStep, laterSteps }) => firstStep + laterSteps),
    validation: sum(({ validation }) => validation),
    test: sum(({ test }) => test),
    setUp: sum(({ setUp }) => setUp),
  };
}

/** Wall time of one more final training while as many run at a time as did. */
function minutesOfTraining(finals: readonly TrialResult[], { training }: Plan): number | null {
  const each = meanOf(
    finals.map(({ timing }) => Object.values(timing).reduce((sum: number, value: number) => sum + value, 0)),
  );
  return each === null ? null : each / 60 / training.atOnce;
}
