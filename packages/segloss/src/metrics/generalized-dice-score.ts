import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import { FINITE } from "../door/kinds.ts";
import { type ClassCounts, COUNTS, classCounts } from "./class-counts.ts";
import type { MatrixMetric } from "./matrix-metric.ts";

/**
 * Generalised Dice: one Dice of all classes together, each weighted by a power of its inverse area. One
 * minus the loss `generalizedDice` of the same weights.
 */
export const generalizedDiceScore: MatrixMetric = {
  kind: "matrix",
  name: "generalizedDiceScore",
  aliases: ["gdice", "gds"],
  title: "Generalised Dice",
  formula: "2*sum(v*tp) / sum(v*(t + p)), v = 1 / t^power, of an absent class as `absent` says",
  latex: String.raw`\frac{2 \sum_c v_c \, \mathrm{tp}_c}{\sum_c v_c \, (t_c + p_c)}, \quad v_c = t_c^{-\mathrm{power}}`,
  reference: "C. H. Sudre and others, Generalised Dice overlap as a loss function, DLMIA 2017",
  use: "One Dice of classes of very different sizes, each counting about the same. A class of few pixels can decide it; of an absent one `absent` says what it weighs.",
  elsewhere: [
    'MONAI `GeneralizedDiceScore(weight_type="square" | "simple" | "uniform")`: an absent class weighs like the heaviest, `absent` 1',
    "torchmetrics `GeneralizedDiceScore`: takes the heaviest over the batch in another order of axes (0.857 where 0.75 is due, their issue 2846)",
  ],
  range: [0, 1],
  best: "high",
  parameters: {
    power: { default: 2, meaning: "of the inverse area: 2 square, 1 simple, 0 uniform" },
    absent: {
      default: 1,
      meaning: "class without true pixels: 1 weighs like the heaviest, 0 like one pixel",
    },
    background: { default: 1, max: 1, meaning: "0: class 0 is left out" },
  },
  from: (matrix, parameters) => {
    const counts = classCounts(matrix);
    return generalizedDiceOf(parameters.background > 0 ? counts : counts.slice(1), parameters);
  },
};

/**
 * Generalised Dice of counts, which may be those of channels or regions that overlap. NaN where nothing is in any.
 *
 * @param parameters as those of `generalizedDiceScore`
 */
export function generalizedDiceOf(
  counts: readonly ClassCounts[],
  parameters: { readonly power?: number; readonly absent?: number } = {},
): number {
  check("generalizedDiceOf: counts", counts, COUNTS);
  checkOptions("generalizedDiceOf", parameters, { power: FINITE, absent: FINITE, background: FINITE });
  const { power = 2, absent = 1 } = parameters;
  const weights = classWeights(
    counts.map(({ tp, fn }) => tp + fn),
    power,
    absent > 0,
  );
  let overlap = 0;
  let size = 0;
  counts.forEach(({ tp, fp, fn }, c) => {
    overlap += weights[c] * tp;
    size += weights[c] * (tp + fp + (tp + fn));
  });
  return (2 * overlap) / size;
}

function classWeights(truth: readonly number[], power: number, heaviest: boolean): number[] {
  const present = truth.map((area) => (area > 0 ? 1 / area ** power : 0));
  // Where no class is true, all weigh the same.
  const ofAbsent = (heaviest && present.reduce((a, b) => Math.max(a, b), 0)) || 1;
  return present.map((weight) => weight || ofAbsent);
}
