import { balancedCrossEntropy } from "./balanced-cross-entropy.ts";
import { crossEntropy } from "./cross-entropy.ts";
import type { LossFactory } from "./define-loss.ts";
import { dice } from "./dice.ts";
import { distanceCrossEntropy } from "./distance-cross-entropy.ts";
import { focal } from "./focal.ts";
import { jaccard } from "./jaccard.ts";
import { lovasz } from "./lovasz.ts";
import { lovaszHinge } from "./lovasz-hinge.ts";
import { tversky } from "./tversky.ts";
import { weightedCrossEntropy } from "./weighted-cross-entropy.ts";

export {
  balancedCrossEntropy,
  crossEntropy,
  dice,
  distanceCrossEntropy,
  focal,
  jaccard,
  lovasz,
  lovaszHinge,
  tversky,
  weightedCrossEntropy,
};

/** Every loss, in the order of the docs. A new loss is its file and a line here. */
export const LOSSES: readonly LossFactory<never>[] = [
  crossEntropy,
  weightedCrossEntropy,
  balancedCrossEntropy,
  focal,
  distanceCrossEntropy,
  dice,
  jaccard,
  tversky,
  lovasz,
  lovaszHinge,
];
