import { defineLoss, type LossFactory } from "./define-loss.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface WassersteinDiceOptions {
  /**
   * Distances between the classes, >= 0: the rows of a matrix one after the other, class 0 first. Divided by the
   * largest. Default: 1 between any two.
   */
  readonly distances?: readonly number[];
  /** "foreground" (default): classes above 0 count 1 and class 0 nothing. "volume": each class 1/(1 + area). */
  readonly weights?: "foreground" | "volume";
  /** Added to numerator and denominator, >= 0. Default 0. */
  readonly smooth?: number;
}

/**
 * Generalised Wasserstein Dice: mistakes cost as much as the classes are apart. d is the distance between the
 * prediction and the label of a pixel, sum_k p_k M[label, k]; a pixel is right to the degree 1 - d.
 */
export const wassersteinDice: LossFactory<WassersteinDiceOptions> = defineLoss<WassersteinDiceOptions>({
  name: "wassersteinDice",
  title: "Wasserstein Dice loss",
  summary: "Dice in which a mistake costs the distance between the two classes",
  legend: {
    d: "distance of the prediction from the label at a pixel, 0 to 1",
    v: "weight of the true class",
    hits: "sum of v (1 - d)",
    foreground: "0 for class 0, 1 for the others",
    "m0, m1, ...": "distances of class 0, 1, ... to every class",
    "is0, is1, ...": "1 for class 0, 1, ..., else 0",
  },
  options: {
    distances: {
      kind: "list",
      default: null,
      min: 0,
      doc: "rows of the matrix of distances between classes, one after the other; not set: 1 between any two",
    },
    weights: {
      kind: "choice",
      default: "foreground",
      choices: ["foreground", "volume"],
      doc: "foreground: 1 for classes above 0; volume: 1/(1 + area) for every class",
    },
    smooth: SMOOTH,
  },
  over: "image",
  classes: "all",
  build({ distances, weights, smooth }) {
    const matrix = readMatrix(distances as readonly number[] | null);
    const volume = weights === "volume";
    const v = volume ? "1/(1 + sum(y))" : "foreground";
    const below = volume ? "sum(total(v*y)*(2 - d))" : "2*hits + sum(d)";
    const binary =
      "1 - (2*hits + smooth)/(2*hits + sum(d) + smooth) where hits = sum(y*(1 - d)), d = y*(1 - p) + (1 - y)*p";
    return {
      formula: {
        sigmoid: binary,
        softmax:
          `1 - (2*hits + smooth)/(${below} + smooth)` +
          ` where hits = sum(total(v*y)*(1 - d)), v = ${v}, d = ${matrix.formula}`,
      },
      parameters: { smooth: smooth as number, ...matrix.parameters },
    };
  },
  emptyMask: "1 without a gradient unless smooth > 0; 0 when nothing is predicted either",
  special: [
    "one channel: dice with squared false, for hard labels",
    "distance 0 between two classes: taking one for the other costs nothing",
    "one channel has two classes: distances have nothing to say there",
  ],
  reference:
    "L. Fidon and others, Generalised Wasserstein Dice score for imbalanced multi-class segmentation using holistic convolutional networks, BrainLes 2017",
  use: "Classes with a hierarchy, such as parts of a tumour, where some confusions are worse than others. Where all confusions are equally bad, dice costs less and says as much.",
  example: { shape: [1, 3, 2], logits: [0, 1, 2, 0, 1, -1], targets: [1, 0, 0], value: 0.2576067176300285 },
});

/** sum_l y_l sum_k M[l,k] p_k, row by row: a constant list is all that a formula knows of a matrix. */
function readMatrix(distances: readonly number[] | null): {
  formula: string;
  parameters: Record<string, readonly number[]>;
} {
  if (distances === null) return { formula: "total(y*(1 - p))", parameters: {} };
  const n = Math.sqrt(distances.length);
  const largest = Math.max(...distances);
  if (!Number.isInteger(n) || n < 2 || largest === 0) {
    throw new Error(
      `wassersteinDice: distances must be the rows of a square matrix with a number above 0, got ${distances.length} values.`,
    );
  }
  const parameters: Record<string, readonly number[]> = {};
  const rows = Array.from({ length: n }, (_, row) => {
    parameters[`m${row}`] = distances.slice(row * n, (row + 1) * n).map((d) => d / largest);
    parameters[`is${row}`] = Array.from({ length: n }, (_, c) => (c === row ? 1 : 0));
    return `total(is${row}*y)*total(m${row}*p)`;
  });
  return { formula: rows.join(" + "), parameters };
}
