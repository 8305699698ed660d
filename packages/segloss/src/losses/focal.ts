import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface FocalOptions {
  /** Focusing exponent >= 0, one for all or one per class. Default 2. */
  readonly gamma?: number | readonly number[];
  /**
   * Balance. A number in [0, 1]: alpha on positives (classes above 0) and 1 - alpha on negatives (class 0).
   * A list: one factor per class. Default: none.
   */
  readonly alpha?: number | readonly number[];
}

/**
 * Focal loss: cross entropy in which a pixel counts (1 - p_t)^gamma, p_t being the probability given to the truth.
 * What is already right (p_t near 1) fades, so the hard pixels lead.
 */
export const focal: LossFactory<FocalOptions> = defineLoss<FocalOptions>({
  name: "focal",
  title: "Focal loss",
  summary: "cross entropy in which easy pixels fade by (1 - p)^gamma",
  legend: {
    gamma: "focusing exponent: 0 is cross entropy",
    alpha: "weight of positives (1 - alpha: of negatives), or one per class",
    foreground: "0 for class 0, 1 for the others",
  },
  options: {
    gamma: {
      kind: "numbers",
      default: 2,
      min: 0,
      typical: [0, 5],
      doc: "focusing exponent, one for all or one per class",
    },
    alpha: {
      kind: "numbers",
      default: null,
      min: 0,
      typical: [0, 1],
      doc: "a number: alpha on positives, 1 - alpha on negatives; a list: one factor per class",
    },
  },
  over: "batch",
  classes: "all",
  empty: 0,
  build({ gamma, alpha }) {
    const easy = { positive: "(1 - p)^gamma", negative: "p^gamma" };
    const single = typeof alpha === "number";
    if (single && alpha > 1) {
      throw new Error(
        `focal: alpha must be in [0, 1], since negatives weigh 1 - alpha; got ${alpha}. For free factors give one per class.`,
      );
    }
    const positive = alpha === null ? "" : "alpha*";
    const negative = single ? "(1 - alpha)*" : positive;
    const perClass = single ? "(alpha*foreground + (1 - alpha)*(1 - foreground))*" : positive;
    return {
      formula: {
        sigmoid: `mean(-${positive}y*${easy.positive}*logp - ${negative}(1 - y)*${easy.negative}*log1mp)`,
        softmax: `mean(total(-classWeights*${perClass}y*${easy.positive}*logp))`,
      },
      parameters: {
        gamma: gamma as number | readonly number[],
        ...(alpha === null ? {} : { alpha: alpha as number | readonly number[] }),
      },
    };
  },
  emptyMask: "the negatives' part alone, small once they are confident",
  special: [
    "gamma = 0 without alpha is cross entropy exactly: the factor is 1 and disappears when the formula is compiled",
    "gamma = 2 is compiled to one multiplication, no power is taken",
  ],
  reference:
    "T.-Y. Lin, P. Goyal, R. Girshick, K. He, P. Dollár, Focal loss for dense object detection, ICCV 2017",
  use: "Many easy negatives and few hard positives. With noisy labels it leads with the noise.",
  seed: "The article leaves the derivation and the code as a question: `segloss explain focal` answers it step by step.",
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 1], value: 0.08754517898761335 },
});
