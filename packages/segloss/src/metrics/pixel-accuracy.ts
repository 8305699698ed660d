import { type MatrixMetric, matrixSums } from "./matrix-metric.ts";

/** Pixel accuracy: the share of pixels with the right label. Large classes decide it. */
export const pixelAccuracy: MatrixMetric = {
  kind: "matrix",
  name: "pixelAccuracy",
  aliases: ["pa"],
  title: "Pixel accuracy",
  formula: "right / n",
  latex: String.raw`\frac{1}{n} \sum_c \mathrm{tp}_c`,
  reference: "J. Long and others, Fully convolutional networks for semantic segmentation, CVPR 2015",
  use: "Whether most pixels of a scene are right. Large classes decide it; a class of few pixels can be missing altogether.",
  elsewhere: ["Keras `SparseCategoricalAccuracy`", "scikit-learn `accuracy_score`", "mmsegmentation `aAcc`"],
  range: [0, 1],
  best: "high",
  parameters: {},
  from(matrix) {
    const { pixels, right } = matrixSums(matrix);
    return right / pixels;
  },
};
