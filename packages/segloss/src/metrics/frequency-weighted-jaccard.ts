import { type MatrixMetric, matrixSums } from "./matrix-metric.ts";

/** Frequency weighted IoU: the IoU of the classes, each weighing as much as it has pixels in the truth. */
export const frequencyWeightedJaccard: MatrixMetric = {
  kind: "matrix",
  name: "frequencyWeightedJaccard",
  aliases: ["fwiou"],
  title: "Frequency weighted IoU",
  formula: "sum(t*tp / (t + p - tp)) / n",
  latex: String.raw`\frac{1}{n} \sum_c \frac{t_c \, \mathrm{tp}_c}{t_c + p_c - \mathrm{tp}_c}`,
  reference: "J. Long and others, Fully convolutional networks for semantic segmentation, CVPR 2015",
  use: "A scene's IoU as its pixels see it: classes weigh by their area. Where rare classes matter use the plain mean of `jaccardIndex`.",
  elsewhere: ["none of the libraries read here has it"],
  range: [0, 1],
  best: "high",
  parameters: {},
  from(matrix) {
    const { pixels, truth, predicted, both } = matrixSums(matrix);
    let sum = 0;
    truth.forEach((t, c) => {
      if (t > 0) sum += (t * both[c]) / (t + predicted[c] - both[c]);
    });
    return sum / pixels;
  },
};
