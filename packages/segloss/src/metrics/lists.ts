import * as each from "./catalogue.ts";
import type { MatrixMetric } from "./matrix-metric.ts";
import type { Metric } from "./metric.ts";

/** The metrics of one class against the rest, in the order in which they are listed to people. */
export const metrics: readonly Metric[] = [
  each.diceScore,
  each.jaccardIndex,
  each.precision,
  each.recall,
  each.specificity,
  each.accuracy,
  each.fBetaScore,
  each.tverskyIndex,
  each.matthewsCorrelation,
  each.binaryKappa,
  each.balancedAccuracy,
  each.volumetricSimilarity,
  each.relativeVolumeError,
  each.negativePredictiveValue,
  each.falsePositiveRate,
  each.falseNegativeRate,
  each.falseDiscoveryRate,
  each.falseOmissionRate,
  each.informedness,
  each.markedness,
  each.fowlkesMallows,
  each.prevalenceThreshold,
  each.positiveLikelihoodRatio,
  each.negativeLikelihoodRatio,
  each.absoluteVolumeDifference,
];

/** The metrics of all classes at once. */
export const matrixMetrics: readonly MatrixMetric[] = [
  each.pixelAccuracy,
  each.frequencyWeightedJaccard,
  each.cohenKappa,
  each.multiclassCorrelation,
  each.generalizedDiceScore,
];

/** Signed errors, benefits and costs, whose best value is no end of a range of scores. */
export const costMetrics: readonly (Metric | MatrixMetric)[] = [
  each.signedVolumeError,
  each.netBenefit,
  each.normalizedExpectedCost,
];
