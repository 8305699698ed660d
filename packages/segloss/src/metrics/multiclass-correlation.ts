import { type MatrixMetric, matrixSums } from "./matrix-metric.ts";

/** Matthews correlation of all classes at once, Gorodkin's R_K; of two classes it is `matthewsCorrelation`. */
export const multiclassCorrelation: MatrixMetric = {
  kind: "matrix",
  name: "multiclassCorrelation",
  aliases: ["rk"],
  title: "Matthews correlation of all classes (R_K)",
  formula: "(right*n - sum(t*p)) / (sqrt(n^2 - sum(t^2)) * sqrt(n^2 - sum(p^2)))",
  latex: String.raw`\frac{n \sum_c \mathrm{tp}_c - \sum_c t_c \, p_c}{\sqrt{n^2 - \sum_c t_c^2} \, \sqrt{n^2 - \sum_c p_c^2}}`,
  reference: "J. Gorodkin, Computational Biology and Chemistry 28 (5-6), 2004",
  use: "One number for all classes with chance at 0 that no large class can win alone.",
  elsewhere: [
    "scikit-learn `matthews_corrcoef`: 0 where a single class is true or predicted",
    "MetricsReloaded",
  ],
  range: [-1, 1],
  best: "high",
  parameters: {},
  from(matrix) {
    const { pixels, right, truth, predicted } = matrixSums(matrix);
    const squares = pixels * pixels;
    const spread = Math.sqrt(squares - dot(truth, truth)) * Math.sqrt(squares - dot(predicted, predicted));
    return spread === 0 ? Number.NaN : (right * pixels - dot(truth, predicted)) / spread;
  },
};

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, c) => sum + value * b[c], 0);
}
