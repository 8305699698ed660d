import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface BalancedCrossEntropyOptions {
  /** Weight of positives in [0, 1]; "auto" (default): the share of negatives in the region. */
  readonly beta?: number | "auto";
  /** An automatic beta is kept in [clip, 1 - clip]. Default 1e-4. */
  readonly clip?: number;
}

/**
 * Cross entropy with weight beta on positives and 1 - beta on negatives; automatically beta = mean(1 - y) of the
 * valid pixels, so that both sides weigh the same in total. With softmax, class 0 is the negatives.
 */
export const balancedCrossEntropy: LossFactory<BalancedCrossEntropyOptions> =
  defineLoss<BalancedCrossEntropyOptions>({
    name: "balancedCrossEntropy",
    title: "Balanced cross entropy",
    summary: "cross entropy with beta on positives and 1 - beta on negatives",
    legend: {
      beta: "weight of positives: given, or the share of negatives among the valid pixels",
      rest: "weight of negatives: 1 - beta, the share of positives",
      bound: "the option clip: an automatic beta stays in [clip, 1 - clip]",
      foreground: "0 for class 0, 1 for the others",
    },
    options: {
      beta: {
        kind: "number",
        default: "auto",
        min: 0,
        max: 1,
        choices: ["auto"],
        doc: "weight of positives; auto: share of negatives in the region",
      },
      clip: {
        kind: "number",
        default: 1e-4,
        min: 0,
        max: 0.5,
        doc: "an automatic beta stays in [clip, 1 - clip]",
      },
    },
    over: "batch",
    classes: "all",
    empty: 0,
    build({ beta, clip }) {
      const auto = beta === "auto";
      const rest = auto ? "rest" : "(1 - beta)";
      // The share of positives is counted, not taken as 1 - beta: that would cancel in float32 when it is small.
      const shares = (positive: string): string =>
        auto
          ? ` where beta = clip(mean(1 - ${positive})/mean(1), bound, 1 - bound),` +
            ` rest = clip(mean(${positive})/mean(1), bound, 1 - bound)`
          : "";
      return {
        formula: {
          sigmoid: `mean(-beta*y*logp - ${rest}*(1 - y)*log1mp)${shares("y")}`,
          softmax:
            `mean(total(-classWeights*(beta*foreground + ${rest}*(1 - foreground))*y*logp))` +
            shares("total(foreground*y)"),
        },
        parameters: auto ? { bound: clip as number } : { beta: beta as number },
      };
    },
    emptyMask: "beta is 1 - clip, so the negatives keep the weight clip: small, but not nothing",
    special: [
      "beta = 1/2 is half of cross entropy",
      "beta = 1 forgets every negative, beta = 0 every positive: hence the clip",
    ],
    reference: "S. Xie, Z. Tu, Holistically-nested edge detection, ICCV 2015, equation 2",
    use: "When the share of positives differs much from batch to batch. Probabilities are no longer calibrated: positives are over-predicted.",
    elsewhere: [
      "pytorch-toolbelt: the same with gamma 1; another gamma is applied twice there",
      "Keras `apply_class_balancing`: a constant, not taken from the batch",
    ],
    seed: "The article warns that beta = mean(1 - y) of the batch becomes 1 (or 0) and loses one side, and proposes a small epsilon or clipping: clip is that parameter.",
    example: {
      options: { beta: 0.75 },
      shape: [1, 4, 1],
      logits: [0, 0, 0, 2],
      targets: [0, 0, 0, 1],
      value: 0.1537640984255471,
    },
  });
