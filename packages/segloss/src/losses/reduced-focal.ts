import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface ReducedFocalOptions {
  /** Focusing exponent >= 0. Default 2. */
  readonly gamma?: number;
  /** Below this probability of the truth a pixel counts fully, in (0, 1). Default 0.5. */
  readonly threshold?: number;
}

/**
 * Reduced focal loss: pixels whose truth has a probability below the threshold count 1, the others
 * ((1 - p_t)/threshold)^gamma: only what is already right fades.
 */
export const reducedFocal: LossFactory<ReducedFocalOptions> = defineLoss<ReducedFocalOptions>({
  name: "reducedFocal",
  title: "Reduced focal loss",
  summary: "focal loss in which only pixels above a threshold fade",
  legend: {
    gamma: "focusing exponent",
    threshold: "probability of the truth below which a pixel counts 1",
    hard: "1 below the threshold",
  },
  options: {
    gamma: { kind: "number", default: 2, min: 0, typical: [0, 5], doc: "focusing exponent" },
    threshold: {
      kind: "number",
      default: 0.5,
      min: 1e-6,
      max: 1,
      doc: "probability of the truth below which a pixel counts 1",
    },
  },
  over: "batch",
  classes: "all",
  empty: 0,
  build: ({ gamma, threshold }) => ({
    formula: {
      sigmoid:
        "mean(-y*(hard + (1 - hard)*((1 - p)/threshold)^gamma)*logp" +
        " - (1 - y)*(low + (1 - low)*(p/threshold)^gamma)*log1mp)" +
        " where hard = step(threshold - p), low = step(p + threshold - 1)",
      softmax:
        "mean(total(-classWeights*y*(hard + (1 - hard)*((1 - p)/threshold)^gamma)*logp))" +
        " where hard = step(threshold - p)",
    },
    parameters: { gamma: gamma as number, threshold: threshold as number },
  }),
  emptyMask: "the negatives' part alone, small once they are confident",
  special: [
    "gamma = 0 is cross entropy",
    "continuous for threshold 1/2 only: elsewhere the weight jumps there",
  ],
  reference:
    "N. Sergievskiy, A. Ponamarev, Reduced focal loss: 1st place solution to xView object detection, 2019",
  use: "As focal loss, without losing the pixels that are wrong but not very wrong. Not with many wrong labels: those pixels keep cross entropy's full pull.",
  elsewhere: ["SMP `FocalLoss(reduced_threshold=...)`: the same", "pytorch-toolbelt"],
  example: { shape: [1, 3, 1], logits: [0.5, 2, -1], targets: [1, 0, 0], value: 0.8292847343822854 },
});
