import { accuracy } from "./accuracy.ts";
import { diceScore } from "./dice-score.ts";
import { fBetaScore } from "./f-beta-score.ts";
import { jaccardIndex } from "./jaccard-index.ts";
import type { Metric } from "./metric.ts";
import { precision } from "./precision.ts";
import { recall } from "./recall.ts";
import { specificity } from "./specificity.ts";
import { tverskyIndex } from "./tversky-index.ts";

/** All metrics, in the order in which they are listed to people. */
export const metrics: readonly Metric[] = [
  diceScore,
  jaccardIndex,
  precision,
  recall,
  specificity,
  accuracy,
  fBetaScore,
  tverskyIndex,
];

export {
  type BootstrapOptions,
  bootstrapInterval,
  bootstrapStatistic,
  type Interval,
  pairedBootstrapInterval,
} from "./bootstrap.ts";
export { type ClassCounts, classCounts, pooledCounts } from "./class-counts.ts";
export {
  type ConfusionJson,
  type ConfusionMatrix,
  type ConfusionOptions,
  confusionMatrix,
  confusionMatrixFromJson,
  emptyConfusionMatrix,
} from "./confusion-matrix.ts";
export type { Metric, MetricParameter } from "./metric.ts";
export {
  type EmptyPolicy,
  type ImagesOptions,
  type ImagesScore,
  type Score,
  type ScoreOptions,
  score,
  scoreImages,
} from "./score.ts";
export { accuracy, diceScore, fBetaScore, jaccardIndex, precision, recall, specificity, tverskyIndex };
