import type { TrialSummary } from "../protocol/results.ts";
import type { ImageEvidence } from "../protocol/trial.ts";
import { isFailure } from "./is-failure.ts";
import { meanOf } from "./mean-of.ts";
import { allRegionsEvidence, constantEvidence, imageScore, type Measure } from "./measures.ts";

/** What scores need of a final training. */
export type ScoredTraining = Pick<TrialSummary, "repeat" | "fold" | "state" | "evidence">;

/** The images of a comparison, as far as scores need them. */
export interface ScoredImages {
  /** Scene, subject or volume of each image. */
  readonly groups: readonly string[];
  /** Length of the diagonal of each image, in the unit of distances. */
  readonly diagonals: readonly number[];
  /** `fold[repeat][image]`; -1 for those that are never scored. */
  readonly fold: readonly (readonly number[])[];
  readonly scored: readonly number[];
}

/** Scores of losses on whole cells of the plan: those repeats, or folds of the first, that every loss has finished. */
export interface FinalScores {
  /** `scores[loss][image][repeat]` of the images below; null where the truth has nothing to score. */
  readonly scores: readonly (readonly (readonly (number | null)[])[])[];
  /** Images by index, and their folds in each repeat. */
  readonly images: readonly number[];
  readonly fold: readonly (readonly number[])[];
  readonly group: readonly number[];
  /** Failed trainings of each loss: diverged, collapsed, failed. */
  readonly failures: readonly number[];
  readonly trainings: readonly number[];
  /** Score of each constant prediction on the images, and the place of the best; empty where counts do not give the measure. */
  readonly constants: readonly {
    readonly class: number | null;
    readonly scores: readonly (number | null)[];
  }[];
  readonly baseline: number | null;
  readonly folds: number;
  readonly repeats: number;
}

/**
 * Brings the evidence of final trainings into the form of the verdict.
 *
 * @param ofLoss final trainings of each loss
 */
export function finalScores(
  ofLoss: readonly (readonly ScoredTraining[])[],
  measure: Measure,
  { groups, diagonals, fold, scored }: ScoredImages,
): FinalScores {
  const done = (repeat: number, f: number) =>
    ofLoss.every((trials) => trials.some((one) => one.repeat === repeat && one.fold === f));
  const foldsOf = (repeat: number) => [...new Set(fold[repeat])].filter((f) => f >= 0).sort((a, b) => a - b);
  const whole = fold
    .map((_, repeat) => repeat)
    .filter((repeat) => foldsOf(repeat).every((f) => done(repeat, f)));
  // A first repeat that was cut short still has folds of which every loss was scored on the same images.
  const repeats = whole.length > 0 ? whole : fold.length > 0 ? [0] : [];
  const images = groups
    .map((_, image) => image)
    .filter(
      (image) => repeats.length > 0 && repeats.every((r) => fold[r][image] >= 0 && done(r, fold[r][image])),
    );
  const pictured = evidenceByImage(ofLoss);
  const known = images.filter((image) => pictured.has(image));
  const kinds = measure.counted && pictured.size > 0 ? constantsOf([...pictured.values()][0]) : [];
  const constants = kinds.map((kind) => ({
    class: kind,
    scores: known.map((image) => imageScore(measure, constantly(pictured.get(image)!, kind), scored)),
  }));
  const names = [...new Set(groups)];
  return {
    scores: ofLoss.map((trials) => known.map((image) => repeats.map((r) => scoreIn(trials, image, r)))),
    images: known,
    fold: repeats.map((r) => known.map((image) => fold[r][image])),
    group: known.map((image) => names.indexOf(groups[image])),
    failures: ofLoss.map((trials) => trials.filter(isFailure).length),
    trainings: ofLoss.map((trials) => trials.length),
    constants,
    baseline: bestOf(constants),
    folds: repeats.length > 0 ? foldsOf(repeats[0]).filter((f) => done(repeats[0], f)).length : 0,
    repeats: repeats.length,
  };

  function scoreIn(trials: readonly ScoredTraining[], image: number, repeat: number): number | null {
    const trial = trials.find((one) => one.repeat === repeat && one.fold === fold[repeat][image])!;
    const own = trial.evidence.find((one) => one.image === image);
    if (own) return imageScore(measure, own, scored);
    // No network, so no prediction: the worst that a constant one could have had.
    const evidence = pictured.get(image)!;
    if (imageScore(measure, evidence, scored) === null) return null;
    const worst = constants.map(({ scores }) => scores[known.indexOf(image)] ?? 0);
    return worst.length > 0 ? Math.min(...worst) : measure.worst(evidence, diagonals[image]);
  }
}

/** Some evidence of each image: its truth is the same in all. */
function evidenceByImage(ofLoss: readonly (readonly ScoredTraining[])[]) {
  return new Map(
    ofLoss.flatMap((trials) =>
      trials.flatMap(({ evidence }) => evidence.map((one) => [one.image, one] as const)),
    ),
  );
}

/** Regions do not exclude each other: no constant prediction overlaps more than all of them. */
function constantsOf({ tp, pixels }: ImageEvidence): (number | null)[] {
  return pixels === undefined ? tp.map((_, c) => c) : [null];
}

function constantly(evidence: ImageEvidence, kind: number | null): ImageEvidence {
  return kind === null ? allRegionsEvidence(evidence) : constantEvidence(evidence, kind);
}

function bestOf(constants: FinalScores["constants"]): number | null {
  const means = constants.map(({ scores }) => meanOf(scores));
  return means.length === 0 ? null : means.indexOf(Math.max(...means.map((mean) => mean ?? -1)));
}
