import { FIELDS } from "../kernels/fields.ts";
import { spacingOf } from "./boundary.ts";
import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface DistancePenalizedCrossEntropyOptions {
  /** Extra weight at the border, >= 0. Default 1. */
  readonly w0?: number;
  /** Size of a pixel along each spatial axis. Default 1. */
  readonly spacing?: readonly number[];
}

/**
 * Distance-penalised cross entropy: cross entropy weighted 1 + w0 n, where n is 1 at the true border of the pixel's own
 * class and falls to 0 at the pixel farthest from it, on either side.
 */
export const distancePenalizedCrossEntropy: LossFactory<DistancePenalizedCrossEntropyOptions> =
  defineLoss<DistancePenalizedCrossEntropyOptions>({
    name: "distancePenalizedCrossEntropy",
    title: "Distance-penalised cross entropy",
    summary: "cross entropy with up to twice the weight near the true border",
    legend: { nearness: "near 1 at the border, 0 where farthest from it", w0: "extra weight at the border" },
    options: {
      w0: { kind: "number", default: 1, min: 0, typical: [0, 5], doc: "extra weight at the border" },
      spacing: { kind: "numbers", default: null, min: 1e-9, doc: "size of a pixel along each spatial axis" },
    },
    over: "batch",
    classes: "all",
    empty: 0,
    build: ({ w0, spacing }) => ({
      formula: {
        sigmoid: "mean((1 + w0*nearness)*(-y*logp - (1 - y)*log1mp))",
        softmax: "mean((1 + w0*total(y*nearness))*total(-classWeights*y*logp))",
      },
      parameters: { w0: w0 as number },
      kernels: [FIELDS],
      fields: { classFields: ["nearness"], ...spacingOf(spacing) },
    }),
    emptyMask: "an empty or full mask has no border: cross entropy",
    special: [
      "w0 = 0 is cross entropy",
      "SegLossOdyssey's class of this name computes the weighted loss and returns the plain one",
    ],
    reference: "F. Caliva and others, Distance map loss penalty term for semantic segmentation, MIDL 2019",
    use: "When the border matters more than the interior and objects are few and large. For gaps between touching objects see distanceCrossEntropy.",
    example: {
      shape: [1, 4, 1],
      logits: [0.5, 2, 0.5, -1],
      targets: [0, 1, 0, 0],
      value: 0.8406051627753788,
    },
  });
