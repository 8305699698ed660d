import { type MatrixMetric, matrixSums } from "./matrix-metric.ts";

/** Frequency weighted IoU: the IoU of the classes, each weighing as much as it has pixels in the truth. */
export const frequencyWeightedJaccard: MatrixMetric = {
  kind: "matrix",
  name: "frequencyWeightedJaccard",
  aliases: ["fwiou"],
  title: "Frequency weighted IoU",
  formula: "sum(t*tp / (t + p - tp)) / n",
  reference: "J. Long and others, Fully convolutional networks for semantic segmentation, CVPR 2015",
  range: [0, 1],
  best: "high",
  parameters: {},
  from(matrix) {
    const { pixels, truth, predicted } = matrixSums(matrix);
    let sum = 0;
    truth.forEach((t, c) => {
      const tp = matrix.counts[c * matrix.classes + c];
      if (t > 0) sum += (t * tp) / (t + predicted[c] - tp);
    });
    return sum / pixels;
  },
};
