import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface MccOptions {
  /** Added to each of the four shares of the pixels, > 0. Default 1e-5. */
  readonly smooth?: number;
}

/**
 * Matthews correlation: 1 - (tp tn - fp fn)/sqrt((tp + fp)(tp + fn)(tn + fp)(tn + fn)) of soft shares, each class
 * against the rest. Unlike Dice it counts the true negatives.
 */
export const mcc: LossFactory<MccOptions> = defineLoss<MccOptions>({
  name: "mcc",
  title: "Matthews correlation loss",
  summary: "1 - soft Matthews correlation coefficient",
  legend: {
    tp: "true positives, as a share of the pixels",
    tn: "true negatives, as a share of the pixels",
    fp: "false positives, as a share of the pixels",
    fn: "false negatives, as a share of the pixels",
    smooth: "added to each share",
  },
  options: {
    smooth: {
      kind: "number",
      default: 1e-5,
      min: 1e-12,
      typical: [1e-12, 1e-2],
      doc: "added to each of the four shares of the pixels",
    },
  },
  over: "batch",
  classes: "all",
  empty: 0,
  build: ({ smooth }) => ({
    formula:
      "1 - (tp*tn - fp*fn)/(sqrt((tp + fp)*(tp + fn))*sqrt((tn + fp)*(tn + fn)))" +
      " where tp = mean(p*y) + smooth, fp = mean(p*(1 - y)) + smooth," +
      " fn = mean((1 - p)*y) + smooth, tn = mean((1 - p)*(1 - y)) + smooth",
    parameters: { smooth: smooth as number },
  }),
  emptyMask: "about 1: nothing correlates with a constant, so an empty mask gives next to no gradient",
  special: [
    "0 for a perfect mask, 1 for chance, 2 for the opposite",
    "the same when foreground and background are exchanged",
  ],
  reference:
    "K. Abhishek, G. Hamarneh, Matthews correlation coefficient loss for deep convolutional networks, ISBI 2021; B. W. Matthews, 1975",
  use: "Foreground and background matter alike and neither is rare in every image. Not for images that may lack one of them: next to no gradient comes from those.",
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 1.4118052333753264 },
});
