import type { Plan } from "../protocol/plan.ts";
import type { DataDescription, TrialSummary } from "../protocol/results.ts";
import type { ImageEvidence } from "../protocol/trial.ts";
import { constantEvidence } from "./constant-evidence.ts";
import { imageScore } from "./image-score.ts";
import { measureOf } from "./measure.ts";

/** Losses with their final trainings on the same folds. */
export interface ScoredLosses {
  readonly plan: Pick<Plan, "rank" | "finals">;
  readonly data: Pick<DataDescription, "classes" | "scored" | "images">;
  readonly losses: readonly { readonly loss: string; readonly trials: readonly TrialSummary[] }[];
}

/**
 * `[loss][image][repeat]`: the measure that ranks, of the training that did not see the image; null where not all losses have finished its fold. A
 * training without a network counts as the worst constant prediction.
 */
export function scoreTable(compared: ScoredLosses, repeats: readonly number[]): (number | null)[][][] {
  const { losses, data } = compared;
  return losses.map((_, l) =>
    data.images.map((_image, i) => repeats.map((repeat) => scoreOf(compared, l, i, repeat))),
  );
}

function scoreOf(compared: ScoredLosses, l: number, image: number, repeat: number): number | null {
  const { plan, data, losses } = compared;
  const fold = plan.finals.fold[repeat][image];
  if (fold < 0) return null;
  const ofCell = losses.map(({ trials }) => trials.find((one) => one.repeat === repeat && one.fold === fold));
  if (ofCell.some((trial) => trial === undefined)) return null;
  const own = evidenceOf(ofCell[l]!, image);
  if (own) return imageScore(own, plan.rank, data.scored);
  return worstOf(
    ofCell.flatMap((trial) => evidenceOf(trial!, image) ?? []),
    compared,
  );
}

function evidenceOf({ evidence }: TrialSummary, image: number): ImageEvidence | undefined {
  return evidence.find((one) => one.image === image);
}

/** Without a network: the worst constant prediction; where counts do not give the measure, the worst of the other losses. */
function worstOf(others: readonly ImageEvidence[], { plan, data }: ScoredLosses): number | null {
  const { fromCounts, better } = measureOf(plan.rank);
  if (others.length === 0) return null;
  const known = fromCounts ? data.classes.map((_, c) => constantEvidence(others[0], c)) : others;
  const values = known.flatMap((one) => imageScore(one, plan.rank, data.scored) ?? []);
  if (values.length === 0) return null;
  return better === "high" ? Math.min(...values) : Math.max(...values);
}
