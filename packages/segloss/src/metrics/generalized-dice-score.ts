import { type MatrixMetric, matrixSums } from "./matrix-metric.ts";

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
  },
  from(matrix, { power, absent }) {
    const { truth, predicted } = matrixSums(matrix);
    const weights = classWeights(truth, power, absent > 0);
    let overlap = 0;
    let size = 0;
    truth.forEach((t, c) => {
      overlap += weights[c] * matrix.counts[c * matrix.classes + c];
      size += weights[c] * (predicted[c] + t);
    });
    return (2 * overlap) / size;
  },
};

function classWeights(truth: Float64Array, power: number, heaviest: boolean): Float64Array {
  const present = truth.map((area) => (area > 0 ? 1 / area ** power : 0));
  const ofAbsent = heaviest ? Math.max(...present) : 1;
  return present.map((weight) => weight || ofAbsent);
}
