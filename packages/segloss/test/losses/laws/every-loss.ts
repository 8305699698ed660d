import { LOSSES, type Loss } from "segloss";

/** Every named loss with its defaults, and a few with options, by name. */
export const EVERY_LOSS: readonly (readonly [string, Loss])[] = LOSSES.map((factory) => [
  factory.definition.name,
  (factory as unknown as () => Loss)(),
]);

/** Those that do not look at where a pixel is. */
export const PLACELESS: readonly (readonly [string, Loss])[] = EVERY_LOSS.filter(
  ([name]) => name !== "distanceCrossEntropy",
);

/** Those made of quotients of sums (or ranks), which a factor on all weights cannot change. */
export const RATIOS: readonly (readonly [string, Loss])[] = EVERY_LOSS.filter(([name]) =>
  ["dice", "jaccard", "tversky", "lovasz", "lovaszHinge"].includes(name),
);

/** Those that treat all classes alike. */
export const SYMMETRIC: readonly (readonly [string, Loss])[] = EVERY_LOSS.filter(
  ([name]) => !["weightedCrossEntropy", "balancedCrossEntropy", "distanceCrossEntropy"].includes(name),
);
