import { defineLoss, type LossFactory } from "./define-loss.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface SensitivitySpecificityOptions {
  /** Share of the sensitivity part, in [0, 1]. Default 0.05. */
  readonly share?: number;
  /** Added to both denominators, >= 0. Default 0. */
  readonly smooth?: number;
}

/**
 * Sensitivity-specificity: the mean squared error of the positives and that of the negatives, weighted share and
 * 1 - share, per image and class.
 */
export const sensitivitySpecificity: LossFactory<SensitivitySpecificityOptions> =
  defineLoss<SensitivitySpecificityOptions>({
    name: "sensitivitySpecificity",
    title: "Sensitivity-specificity loss",
    summary: "squared errors of positives and of negatives, each averaged on its own",
    legend: { share: "weight of the positives' part", smooth: "added to both denominators" },
    options: {
      share: { kind: "number", default: 0.05, min: 0, max: 1, doc: "weight of the positives' part" },
      smooth: { ...SMOOTH, doc: "added to both denominators" },
    },
    over: "image",
    classes: "all",
    empty: 0,
    build: ({ share, smooth }) => ({
      formula:
        "share*sum((y - p)^2*y)/(sum(y) + smooth)" +
        " + (1 - share)*sum((y - p)^2*(1 - y))/(sum(1 - y) + smooth)",
      parameters: { share: share as number, smooth: smooth as number },
    }),
    emptyMask: "the negatives' part alone, with its weight 1 - share",
    special: ["share 1/2 and equal areas: mean squared error", "SegLossOdyssey has share 0.1 and smooth 1"],
    reference:
      "T. Brosch and others, Deep convolutional encoder networks for multiple sclerosis lesion segmentation, MICCAI 2015",
    use: "Few positives, when the price of a miss against that of a false alarm should be set directly. Its errors are squared: where a pixel is confidently wrong the slope fades away.",
    example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.7495133179456569 },
  });
