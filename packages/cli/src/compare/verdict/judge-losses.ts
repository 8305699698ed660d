import { isTrainedOn } from "../protocol/is-trained-on.ts";
import { leastSteps } from "../protocol/least-steps.ts";
import type { Plan } from "../protocol/plan.ts";
import type { ComparisonResults, DataDescription, LossResult, TrialSummary } from "../protocol/results.ts";
import { classesOfImages, holdsOf } from "./classes-of-images.ts";
import { compareLosses, estimates } from "./compare-losses.ts";
import { finalScores, type ScoredImages } from "./final-scores.ts";
import { meanOf } from "./mean-of.ts";
import { type Measure, measureOf } from "./measures.ts";
import { missedClasses } from "./missed-classes.ts";
import { wasRising } from "./was-rising.ts";

/** Ranks losses with final trainings of one plan, gives each its score, and says what follows: of one comparison, or of several that share folds, seeds and settings. */
export function judgeLosses(
  losses: readonly LossResult[],
  plan: Plan,
  data: Pick<DataDescription, "images" | "scored" | "classes" | "classImages">,
): Pick<ComparisonResults, "losses" | "verdict" | "baselines"> {
  const measure = measureOf(plan.rank);
  const images = scoredImages(plan, data);
  const ranked = rankedBy(losses, measure, images);
  const scores = finalScores(
    ranked.map(({ trials }) => trials),
    measure,
    images,
  );
  const each = estimates(scores, measure);
  const holds = holdsOf(classesOfImages(losses, data), data);
  const missable = {
    ...{ classes: data.classes, scored: data.scored },
    isTrainedOn: (trial: TrialSummary, c: number) => isTrainedOn(plan.finals, trial, c, holds),
  };
  const compared = ranked.map(({ loss, trials }) => ({
    ...{ loss, rising: wasRising(trials, plan), missed: missedClasses(trials, missable) },
  }));
  return {
    losses: ranked.map((one, k) => ({ ...one, score: each[k] })),
    verdict: compareLosses(compared, scores, measure, plan, {
      enough: plan.finals.steps >= leastSteps(plan.training.stepsPerEpoch),
      minutesOfTraining: minutesOfTraining(losses, plan),
      planned: plan.losses.length,
    }),
    baselines: scores.constants.map((one) => ({ class: one.class, score: meanOf(one.scores) })),
  };
}

function scoredImages(
  { finals }: Plan,
  { images, scored }: Pick<DataDescription, "images" | "scored">,
): ScoredImages {
  return {
    groups: images.map(({ group }) => group),
    diagonals: images.map(({ width, height, spacing: [y, x] = [1, 1] }) => Math.hypot(height * y, width * x)),
    fold: finals.fold,
    scored,
  };
}

/** Best first; losses without a score last, in the order in which they were given. */
function rankedBy(losses: readonly LossResult[], measure: Measure, images: ScoredImages): LossResult[] {
  const { scores } = finalScores(
    losses.map(({ trials }) => trials),
    measure,
    images,
  );
  const means = scores.map((of) => meanOf(of.flat()));
  const sign = measure.best === "high" ? 1 : -1;
  const goodness = means.map((mean) => (mean === null ? Number.NEGATIVE_INFINITY : sign * mean));
  return losses
    .map((one, k) => ({ one, value: goodness[k] }))
    .sort((a, b) => (b.value === a.value ? 0 : b.value - a.value))
    .map(({ one }) => one);
}

/** Wall time of one more final training while as many run at a time as did. */
function minutesOfTraining(losses: readonly LossResult[], { training }: Plan): number | null {
  const timings = losses.flatMap(({ trials }) => trials.map(({ timing }) => timing));
  const each = meanOf(
    timings.map((timing) => Object.values(timing).reduce((sum: number, value: number) => sum + value, 0)),
  );
  return each === null ? null : each / 60 / training.atOnce;
}
