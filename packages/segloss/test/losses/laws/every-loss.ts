import {
  balancedCrossEntropy,
  crossEntropy,
  dice,
  distanceCrossEntropy,
  focal,
  jaccard,
  type Loss,
  lovasz,
  lovaszHinge,
  tversky,
  weightedCrossEntropy,
} from "segloss";

export type NamedLoss = readonly [string, Loss];

/** Quotients of sums (or of ranks), which a factor on all weights cannot change. */
export const RATIOS: readonly NamedLoss[] = [
  ["dice", dice()],
  ["jaccard", jaccard()],
  ["tversky", tversky({ alpha: 0.3, beta: 0.7 })],
  ["lovasz", lovasz()],
  ["lovaszHinge", lovaszHinge()],
];

/** Means over the pixels. */
export const MEANS: readonly NamedLoss[] = [
  ["crossEntropy", crossEntropy()],
  ["weightedCrossEntropy", weightedCrossEntropy({ beta: 3 })],
  ["balancedCrossEntropy", balancedCrossEntropy()],
  ["focal", focal()],
];

/** Losses that do not look at where a pixel is. */
export const PLACELESS: readonly NamedLoss[] = [...MEANS, ...RATIOS];

/** The losses of the seed article. The catalogue's others have laws of their own. */
export const SEED_LOSSES: readonly NamedLoss[] = [
  ...PLACELESS,
  ["distanceCrossEntropy", distanceCrossEntropy()],
];

/** Losses that treat all classes alike. */
export const SYMMETRIC: readonly NamedLoss[] = [
  ["crossEntropy", crossEntropy()],
  ["focal", focal()],
  ...RATIOS,
];
