import { type MatrixMetric, matrixSums } from "./matrix-metric.ts";

/**
 * Cohen's kappa of all classes: how much less the labels disagree than two raters with these areas would
 * by chance. With a power above 0 the classes are grades, and being two grades off weighs more than one.
 */
export const cohenKappa: MatrixMetric = {
  kind: "matrix",
  name: "cohenKappa",
  aliases: ["kappa"],
  title: "Cohen's kappa",
  formula: "1 - sum(w*observed) / sum(w*expected), w = |t - p|^power, power 0: t != p",
  latex: String.raw`1 - \frac{\sum_{t,p} w_{tp} \, n_{tp}}{\sum_{t,p} w_{tp} \, n_{t} \, n_{p} / n}, \quad w_{tp} = |t - p|^{\mathrm{power}}`,
  reference:
    "J. Cohen, Educational and Psychological Measurement 20 (1), 1960; Psychological Bulletin 70 (4), 1968",
  use: "Agreement of all classes beyond chance; with power 1 or 2 for classes that are grades. Depends on how common the classes are.",
  elsewhere: [
    'scikit-learn `cohen_kappa_score(weights=None | "linear" | "quadratic")`: NaN where one class fills both',
    "MetricsReloaded",
  ],
  range: [Number.NEGATIVE_INFINITY, 1],
  best: "high",
  parameters: { power: { default: 0, meaning: "0: any wrong class, 1: grades linearly, 2: quadratically" } },
  from(matrix, { power }) {
    const { pixels, truth, predicted } = matrixSums(matrix);
    const weight = (t: number, p: number) => (t === p ? 0 : Math.abs(t - p) ** power);
    let observed = 0;
    matrix.forEach((t, p, n) => {
      observed += weight(t, p) * n;
    });
    // No class at all is as wrong as the farthest one.
    matrix.unlabelled.forEach((n, t) => {
      observed += n * Math.max(t, matrix.classes - 1 - t) ** power;
    });
    const expected =
      power === 0 ? anyOther(truth, predicted, pixels) : weighted(truth, predicted, weight) / pixels;
    return expected === 0 ? Number.NaN : 1 - observed / expected;
  },
};

/** Pixels whose labels would differ by chance. */
function anyOther(truth: Float64Array, predicted: Float64Array, pixels: number): number {
  let expected = 0;
  const all = predicted.reduce((a, b) => a + b, 0);
  truth.forEach((n, t) => {
    expected += (n * (all - predicted[t])) / pixels;
  });
  return expected;
}

/** Classes that occur nowhere take no time. */
function weighted(
  truth: Float64Array,
  predicted: Float64Array,
  weight: (t: number, p: number) => number,
): number {
  const inPrediction = [...predicted.keys()].filter((p) => predicted[p] > 0);
  let expected = 0;
  truth.forEach((n, t) => {
    if (n > 0) for (const p of inPrediction) expected += weight(t, p) * n * predicted[p];
  });
  return expected;
}
