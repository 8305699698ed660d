import { defineLoss, type LossFactory } from "./define-loss.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface AsymmetricSimilarityOptions {
  /** Weight of recall against precision, >= 0. Default 1.5. */
  readonly beta?: number;
  /** Added to numerator and denominator, >= 0. Default 0. */
  readonly smooth?: number;
}

/** Asymmetric similarity: 1 - F_beta of soft counts, per image and class. beta > 1 weighs recall above precision. */
export const asymmetricSimilarity: LossFactory<AsymmetricSimilarityOptions> =
  defineLoss<AsymmetricSimilarityOptions>({
    name: "asymmetricSimilarity",
    title: "Asymmetric similarity loss (F-beta)",
    summary: "1 - soft F-beta score",
    legend: {
      square: "beta^2",
      whole: "1 + beta^2",
      tp: "soft true positives",
      smooth: "added above and below",
    },
    options: {
      beta: {
        kind: "number",
        default: 1.5,
        min: 0,
        typical: [0.2, 5],
        doc: "weight of recall against precision",
      },
      smooth: SMOOTH,
    },
    over: "image",
    classes: "all",
    build: ({ beta, smooth }) => ({
      formula:
        "1 - (whole*tp + whole*smooth)/(whole*tp + sum(p*(1 - y)) + square*sum((1 - p)*y) + whole*smooth)" +
        " where tp = sum(p*y)",
      parameters: {
        square: (beta as number) ** 2,
        whole: 1 + (beta as number) ** 2,
        smooth: smooth as number,
      },
    }),
    emptyMask: "no true pixel: 1 without a gradient unless smooth > 0; nothing predicted either: 0",
    special: [
      "beta = 1 is dice with squared false",
      "tversky with alpha 1/(1 + beta^2), beta beta^2/(1 + beta^2)",
    ],
    reference:
      "S. R. Hashemi and others, Asymmetric loss functions and deep densely-connected networks for highly-imbalanced medical image segmentation, IEEE Access 2019",
    use: "When the F-beta score is the metric. Where misses and false alarms cost the same it is dice(squared=false): use that.",
    elsewhere: ["`odyssey.AsymLoss`: minus this score, beta 1.5"],
    example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.552439873366589 },
  });
