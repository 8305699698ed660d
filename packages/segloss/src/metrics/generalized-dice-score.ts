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
  reference: "C. H. Sudre and others, Generalised Dice overlap as a loss function, DLMIA 2017",
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
