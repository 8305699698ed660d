import { asymmetricFocal } from "./asymmetric-focal.ts";
import { asymmetricFocalTversky } from "./asymmetric-focal-tversky.ts";
import { asymmetricSimilarity } from "./asymmetric-similarity.ts";
import { balancedCrossEntropy } from "./balanced-cross-entropy.ts";
import { bootstrappedCrossEntropy } from "./bootstrapped-cross-entropy.ts";
import { boundary } from "./boundary.ts";
import { crossEntropy } from "./cross-entropy.ts";
import type { LossFactory } from "./define-loss.ts";
import { dice } from "./dice.ts";
import { diceSemimetric } from "./dice-semimetric.ts";
import { distanceCrossEntropy } from "./distance-cross-entropy.ts";
import { distancePenalizedCrossEntropy } from "./distance-penalized-cross-entropy.ts";
import { exponentialLogarithmic } from "./exponential-logarithmic.ts";
import { focal } from "./focal.ts";
import { focalStar } from "./focal-star.ts";
import { focalTversky } from "./focal-tversky.ts";
import { generalizedCrossEntropy } from "./generalized-cross-entropy.ts";
import { generalizedDice } from "./generalized-dice.ts";
import { hausdorff } from "./hausdorff.ts";
import { jaccard } from "./jaccard.ts";
import { jaccardMetric } from "./jaccard-metric.ts";
import { logCoshDice } from "./log-cosh-dice.ts";
import { logDice } from "./log-dice.ts";
import { logHausdorff } from "./log-hausdorff.ts";
import { lovasz } from "./lovasz.ts";
import { lovaszHinge } from "./lovasz-hinge.ts";
import { mcc } from "./mcc.ts";
import { normalizedFocal } from "./normalized-focal.ts";
import { ohemCrossEntropy } from "./ohem-cross-entropy.ts";
import { penaltyDice } from "./penalty-dice.ts";
import { polyCrossEntropy } from "./poly-cross-entropy.ts";
import { powerDice } from "./power-dice.ts";
import { powerJaccard } from "./power-jaccard.ts";
import { reducedFocal } from "./reduced-focal.ts";
import { sensitivitySpecificity } from "./sensitivity-specificity.ts";
import { softClDice } from "./soft-cl-dice.ts";
import { symmetricCrossEntropy } from "./symmetric-cross-entropy.ts";
import { topKCrossEntropy } from "./top-k-cross-entropy.ts";
import { tversky } from "./tversky.ts";
import { unifiedFocal } from "./unified-focal.ts";
import { wassersteinDice } from "./wasserstein-dice.ts";
import { weightedCrossEntropy } from "./weighted-cross-entropy.ts";

export {
  asymmetricFocal,
  asymmetricFocalTversky,
  asymmetricSimilarity,
  balancedCrossEntropy,
  bootstrappedCrossEntropy,
  boundary,
  crossEntropy,
  dice,
  diceSemimetric,
  distanceCrossEntropy,
  distancePenalizedCrossEntropy,
  exponentialLogarithmic,
  focal,
  focalStar,
  focalTversky,
  generalizedCrossEntropy,
  generalizedDice,
  hausdorff,
  jaccard,
  jaccardMetric,
  logCoshDice,
  logDice,
  logHausdorff,
  lovasz,
  lovaszHinge,
  mcc,
  normalizedFocal,
  ohemCrossEntropy,
  penaltyDice,
  polyCrossEntropy,
  powerDice,
  powerJaccard,
  reducedFocal,
  sensitivitySpecificity,
  softClDice,
  symmetricCrossEntropy,
  topKCrossEntropy,
  tversky,
  unifiedFocal,
  wassersteinDice,
  weightedCrossEntropy,
};

/** Every loss, in the order of the docs. A new loss is its file and a line here. */
export const LOSSES: readonly LossFactory<never>[] = [
  crossEntropy,
  weightedCrossEntropy,
  balancedCrossEntropy,
  topKCrossEntropy,
  ohemCrossEntropy,
  bootstrappedCrossEntropy,
  symmetricCrossEntropy,
  generalizedCrossEntropy,
  polyCrossEntropy,
  focal,
  normalizedFocal,
  reducedFocal,
  focalStar,
  asymmetricFocal,
  distanceCrossEntropy,
  distancePenalizedCrossEntropy,
  dice,
  powerDice,
  logDice,
  logCoshDice,
  diceSemimetric,
  generalizedDice,
  penaltyDice,
  wassersteinDice,
  jaccard,
  powerJaccard,
  jaccardMetric,
  tversky,
  focalTversky,
  asymmetricFocalTversky,
  asymmetricSimilarity,
  unifiedFocal,
  exponentialLogarithmic,
  sensitivitySpecificity,
  mcc,
  lovasz,
  lovaszHinge,
  boundary,
  hausdorff,
  logHausdorff,
  softClDice,
];
