import { imageScore } from "../../compare/evidence/image-score.ts";
import type { ComparisonResults } from "../../compare/protocol/results.ts";

/** `scores[loss][image]`: mean over repeats of the measure that ranks; null where the loss has none for the image. */
export function imageScores({ losses, plan, data }: ComparisonResults): (number | null)[][] {
  return losses.map(({ trials }) => {
    const values = data.images.map((): number[] => []);
    for (const one of trials.flatMap(({ evidence }) => evidence)) {
      const score = imageScore(one, plan.rank, data.scored);
      if (score !== null) values[one.image].push(score);
    }
    return values.map((own) =>
      own.length === 0 ? null : own.reduce((sum, value) => sum + value, 0) / own.length,
    );
  });
}
