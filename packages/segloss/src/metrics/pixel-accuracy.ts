import { type MatrixMetric, matrixSums } from "./matrix-metric.ts";

/** Pixel accuracy: the share of pixels with the right label. Large classes decide it. */
export const pixelAccuracy: MatrixMetric = {
  kind: "matrix",
  name: "pixelAccuracy",
  aliases: ["pa"],
  title: "Pixel accuracy",
  formula: "right / n",
  reference: "J. Long and others, Fully convolutional networks for semantic segmentation, CVPR 2015",
  range: [0, 1],
  best: "high",
  parameters: {},
  from(matrix) {
    const { pixels, right } = matrixSums(matrix);
    return right / pixels;
  },
};
