import {
  accuracy,
  balancedAccuracy,
  confusionMatrix,
  diceScore,
  falseDiscoveryRate,
  falseNegativeRate,
  falseOmissionRate,
  falsePositiveRate,
  fBetaScore,
  jaccardIndex,
  type Metric,
  negativeLikelihoodRatio,
  negativePredictiveValue,
  positiveLikelihoodRatio,
  precision,
  recall,
  score,
  scoreImages,
  specificity,
} from "segloss/metrics";
import { labelsOf, meanOf, split } from "../../metric-call.ts";
import type { PeerCase } from "../../peer-case.ts";
import type { PeerCall, PeerLibrary } from "../../peer-library.ts";

interface SmpOptions {
  readonly reduction: string;
  readonly classes: number;
  readonly class_weights?: readonly number[];
  readonly beta?: number;
}

function call(metric: Metric): PeerCall {
  return (each: PeerCase) => {
    const { reduction, classes, class_weights: weights, beta } = each.options as unknown as SmpOptions;
    const parameters = beta === undefined ? {} : { beta };
    const matrices = split(labelsOf(each), 1).map((image) =>
      confusionMatrix(image.predicted, image.truth, { classes }),
    );
    const [average, over = "dataset"] = reduction.split("-");
    if (average === "weighted") {
      const options = { parameters, average, ...(weights && { classWeights: weights }) } as const;
      const all = over === "imagewise" ? "image-class" : "dataset";
      return scoreImages(metric, matrices, { ...options, over: all }).value as number;
    }
    const one = (counts: (typeof matrices)[number]): number =>
      score(metric, counts, { parameters, average: average === "micro" ? "pooled" : "classes" })
        .value as number;
    if (over === "imagewise") return meanOf(matrices.map(one));
    return scoreImages(metric, matrices, {
      parameters,
      average: average === "micro" ? "pooled" : "classes",
    }).value as number;
  };
}

export const smpMetricsCases: PeerLibrary = {
  suite: "smp-metrics",
  calls: {
    "smp iou_score": call(jaccardIndex),
    "smp f1_score": call(diceScore),
    "smp fbeta_score": call(fBetaScore),
    "smp accuracy": call(accuracy),
    "smp precision": call(precision),
    "smp recall": call(recall),
    "smp sensitivity": call(recall),
    "smp specificity": call(specificity),
    "smp balanced_accuracy": call(balancedAccuracy),
    "smp positive_predictive_value": call(precision),
    "smp negative_predictive_value": call(negativePredictiveValue),
    "smp false_negative_rate": call(falseNegativeRate),
    "smp false_positive_rate": call(falsePositiveRate),
    "smp false_discovery_rate": call(falseDiscoveryRate),
    "smp false_omission_rate": call(falseOmissionRate),
    "smp positive_likelihood_ratio": call(positiveLikelihoodRatio),
    "smp negative_likelihood_ratio": call(negativeLikelihoodRatio),
  },
};
