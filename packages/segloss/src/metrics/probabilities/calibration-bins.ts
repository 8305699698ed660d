import type { ExactSum } from "../exact-sum.ts";

export interface CalibrationOptions {
  /** Probabilities per pixel: 1 (of the foreground, label 1) or one per class, last axis. */
  readonly classes: number;
  /** Labels of the truth whose pixels are left out. */
  readonly ignore?: number | readonly number[];
  /** Bins of equal width. Default: 15. */
  readonly bins?: number;
  /**
   * What is compared with how often it is right: the confidence in the label that wins ("winner", the default), or the
   * probability of each class with the share of its pixels ("class"), of one probability that of the foreground.
   */
  readonly of?: "winner" | "class";
  /** The bin that a probability on the edge of two belongs to. Default: "lower". */
  readonly edges?: "lower" | "upper";
}

export interface CalibrationBin {
  pixels: number;
  right: number;
  readonly confidence: ExactSum;
}

export interface WinnerSums {
  pixels: number;
  wins: number;
  readonly confidence: ExactSum;
  readonly squares: ExactSum;
}
