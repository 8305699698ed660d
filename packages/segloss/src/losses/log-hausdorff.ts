import { FIELDS } from "../kernels/fields.ts";
import { spacingOf } from "./boundary.ts";
import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface LogHausdorffOptions {
  /** Power of the distances, > 0. Default 2. */
  readonly alpha?: number;
  /** Size of a pixel along each spatial axis. Default 1. */
  readonly spacing?: readonly number[];
}

/**
 * Log Hausdorff: log(1 + h), h being the Hausdorff loss averaged over classes. Calms the early steps, when distances are
 * large.
 */
export const logHausdorff: LossFactory<LogHausdorffOptions> = defineLoss<LogHausdorffOptions>({
  name: "logHausdorff",
  title: "Log Hausdorff loss",
  summary: "logarithm of 1 plus the Hausdorff loss",
  legend: {
    distance: "signed distance to the true border of the class",
    predictedDistance: "signed distance to the border of the mask p > 1/2",
    alpha: "power of the distances",
  },
  options: {
    alpha: { kind: "number", default: 2, min: 0.01, typical: [0.5, 3], doc: "power of the distances" },
    spacing: { kind: "numbers", default: null, min: 1e-9, doc: "size of a pixel along each spatial axis" },
  },
  over: "batch",
  classes: "all",
  empty: 0,
  build: ({ alpha, spacing }) => ({
    formula:
      "log1p(total(mean(gap))/total(1)) where gap = (p - y)^2*(abs(distance)^alpha + abs(predictedDistance)^alpha)",
    parameters: { alpha: alpha as number },
    kernels: [FIELDS],
    fields: { classFields: ["distance", "predictedDistance"], ...spacingOf(spacing) },
  }),
  emptyMask: "the predicted border alone; 0 where that is missing too",
  special: [
    "one logarithm of the mean over classes and images",
    "cannot stand inside an ONNX training graph: it needs distances from the prediction",
  ],
  reference:
    "D. Karimi, S. E. Salcudean, Reducing the Hausdorff distance in medical image segmentation with convolutional neural networks, IEEE TMI 2019",
  use: "Added to a region loss when far outliers must go. Two distance transforms for every class and step.",
  example: { shape: [1, 4, 1], logits: [0.5, 2, 0.5, -1], targets: [0, 1, 0, 0], value: 0.8200178595212848 },
});
