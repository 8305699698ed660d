import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface NormalizedFocalOptions {
  /** Focusing exponent >= 0. Default 2. */
  readonly gamma?: number;
  /** Whether the sum of the weights counts as a constant when the gradient is taken. Default false. */
  readonly detach?: boolean;
}

/**
 * Normalised focal loss: the mean of cross entropy weighted by (1 - p_t)^gamma, divided by the sum of these weights, so
 * that the loss does not fade as training goes on.
 */
export const normalizedFocal: LossFactory<NormalizedFocalOptions> = defineLoss<NormalizedFocalOptions>({
  name: "normalizedFocal",
  title: "Normalised focal loss",
  summary: "focal loss divided by the sum of its weights (1 - p)^gamma",
  legend: { gamma: "focusing exponent: 0 is cross entropy", stop: "its operand, taken as a constant" },
  options: {
    gamma: { kind: "number", default: 2, min: 0, typical: [0, 5], doc: "focusing exponent" },
    detach: { kind: "boolean", default: false, doc: "whether the divisor is a constant for the gradient" },
  },
  over: "batch",
  classes: "all",
  empty: 0,
  build({ gamma, detach }) {
    const by = (sum: string): string => (detach ? `stop(${sum})` : sum);
    return {
      formula: {
        sigmoid:
          "sum(-y*(1 - p)^gamma*logp - (1 - y)*p^gamma*log1mp)/" +
          by("sum(y*(1 - p)^gamma + (1 - y)*p^gamma)"),
        softmax: `sum(total(-classWeights*y*(1 - p)^gamma*logp))/${by("sum(total(y*(1 - p)^gamma))")}`,
      },
      parameters: { gamma: gamma as number },
    };
  },
  emptyMask: "the negatives' part alone, no smaller than before: the weights are divided out",
  special: [
    "gamma = 0 is cross entropy",
    "detach: the sum of the gradients' sizes stays near that of cross entropy, as the authors want",
  ],
  reference: "K. Sofiiuk, O. Barinova, A. Konushin, AdaptIS: adaptive instance selection network, ICCV 2019",
  use: "Where focal loss falls asleep before the object's border is learnt; interactive segmentation. Very hard pixels get all of the gradient late in training, so wrong labels do too.",
  elsewhere: [
    "SMP `FocalLoss(normalized=True)`: divided by the number of pixels once more",
    "pytorch-toolbelt",
  ],
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 1], value: 0.6626955739568413 },
});
