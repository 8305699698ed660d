import { type MatrixMetric, matrixSums } from "./matrix-metric.ts";

/** Matthews correlation of all classes at once, Gorodkin's R_K; of two classes it is `matthewsCorrelation`. */
export const multiclassCorrelation: MatrixMetric = {
  kind: "matrix",
  name: "multiclassCorrelation",
  aliases: ["rk"],
  title: "Matthews correlation of all classes (R_K)",
  formula: "(right*n - sum(t*p)) / (sqrt(n^2 - sum(t^2)) * sqrt(n^2 - sum(p^2)))",
  reference: "J. Gorodkin, Computational Biology and Chemistry 28 (5-6), 2004",
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
