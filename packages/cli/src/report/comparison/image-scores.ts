import type { ComparisonResults } from "../../compare/protocol/results.ts";
import { meanOf } from "../../compare/verdict/mean-of.ts";
import { imageScore, measureOf } from "../../compare/verdict/measures.ts";

/** `scores[loss][image]`: mean over repeats of the measure that ranks; null where the loss has none for the image. */
export function imageScores({ losses, plan, data }: ComparisonResults): (number | null)[][] {
  const measure = measureOf(plan.rank);
  return losses.map(({ trials }) => {
    const values = data.images.map((): (number | null)[] => []);
    for (const one of trials.flatMap(({ evidence }) => evidence))
      values[one.image].push(imageScore(measure, one, data.scored));
    return values.map(meanOf);
  });
}
