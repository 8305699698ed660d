import { checkOptions } from "../door/check-options.ts";
import { type Kind, required } from "../door/kind.ts";
import { COUNT, choice, WHOLE } from "../door/kinds.ts";
import { didYouMean } from "../formula/did-you-mean.ts";
import type { LinkName } from "../links/index.ts";
import {
  type ConfusionMatrix,
  emptyConfusionMatrix,
  metrics as METRICS,
  type Metric,
  type ScoreOptions,
  score,
} from "../metrics/index.ts";
import { METRIC } from "../metrics/parameters.ts";
import { checkTensor, checkTensorFlow } from "./check-tensor-flow.ts";
import { predictedLabels } from "./predicted-labels.ts";
import { readTargets, type TargetOptions, type Targets } from "./read-targets.ts";
import { readsComputedTensors } from "./reads-computed-tensors.ts";
import { TARGET_OPTIONS } from "./target-options.ts";
import type { TensorFlow, TfTensor } from "./tensor-flow.ts";
import {
  type BatchMetrics,
  type TfValidation,
  type ValidationCallback,
  validationCallback,
} from "./validation-callback.ts";

export interface TfMetricsOptions extends TargetOptions, Pick<ScoreOptions, "average" | "empty"> {
  /** Channels of the network's output. 1: background and foreground, of which the foreground is scored. */
  readonly classes: number;
  /** Names such as "dice", "iou", "precision", or metrics. Default: "dice" and "jaccard". */
  readonly metrics?: readonly (string | Metric)[];
  /** Classes that count in the averages. Default: all; with one channel the foreground. */
  readonly scored?: readonly number[];
  /** "none" when yPred is a probability; it only matters for one channel. */
  readonly link?: LinkName;
}

/** Metrics of all batches seen since the last reset, as if they were one. */
export interface TfMetrics<T extends TfTensor> extends BatchMetrics<T> {
  /**
   * A callback of `model.fit` or `fitDataset` that predicts the validation data after each epoch and adds the values
   * to the logs (so to the history, and to what a later EarlyStopping sees) as `val_dice` and so on. TensorFlow.js
   * wants it wrapped when its own callbacks stand beside it: `new tf.CustomCallback(metrics.callback(...))`.
   */
  callback(...validation: TfValidation<T>): ValidationCallback;
}

const OPTIONS: Readonly<Record<keyof TfMetricsOptions, Kind>> = {
  ...TARGET_OPTIONS,
  classes: required(COUNT),
  metrics: {
    expected: "a list of names of metrics, or of metrics",
    fits: (x) => Array.isArray(x) && x.every(isMetric),
  },
  scored: {
    expected: "a list of one class or more",
    fits: (x) => Array.isArray(x) && x.length > 0 && x.every(WHOLE.fits),
  },
  average: choice("classes", "present", "pooled"),
  empty: choice("perfect", "worst", "skip"),
};

function isMetric(value: unknown): boolean {
  return typeof value === "string" || METRICS.some((metric) => metric === value) || METRIC.fits(value);
}

/**
 * Dice, IoU and the like of a whole data set. The metrics of `model.compile` are means over batches, and the mean of
 * the batches' Dice is not the Dice; here pixels are counted over all batches and the metric is taken once.
 */
export function tfMetrics<T extends TfTensor>(tf: TensorFlow<T, T>, options: TfMetricsOptions): TfMetrics<T> {
  checkTensorFlow(tf, "tfMetrics", ["slice", "tidy"]);
  checkOptions("tfMetrics", options, OPTIONS);
  const { classes, metrics = ["dice", "jaccard"], scored, average, empty } = options;
  const readsBack = readsComputedTensors();
  const chosen = metrics.map((metric) => [nameOf(metric), metricOf(metric)] as const);
  const scoring: ScoreOptions = {
    ...(average && { average }),
    ...(empty && { empty }),
    ...(scored ? { classes: scored } : classes === 1 && { classes: [1] }),
  };
  let matrix = emptyMatrix(options);
  const own: TfMetrics<T> = {
    update(yTrue, yPred) {
      checkTensor("yTrue", yTrue);
      checkTensor("yPred", yPred);
      readsBack(tf);
      count(matrix, yTrue, yPred, options);
    },
    result: () => Object.fromEntries(chosen.map(([name, metric]) => [name, score(metric, matrix, scoring)])),
    reset: () => {
      matrix = emptyMatrix(options);
    },
    callback: (...validation) => validationCallback(tf, own, validation),
  };
  return own;
}

function emptyMatrix({ classes, ignore }: TfMetricsOptions): ConfusionMatrix {
  const labels = ignore !== undefined && ignore !== "unlabelled" && { ignore };
  return emptyConfusionMatrix({ classes: Math.max(2, classes), ...labels });
}

function count(matrix: ConfusionMatrix, yTrue: TfTensor, yPred: TfTensor, options: TfMetricsOptions): void {
  const channels = yPred.shape[yPred.shape.length - 1];
  if (channels !== options.classes) {
    throw new Error(`yPred must have ${options.classes} channels, as many as classes; got [${yPred.shape}].`);
  }
  const targets = readTargets(yTrue, yPred.shape, options);
  const predicted = predictedLabels(yPred.dataSync(), channels, options.link);
  const { mask } = targets.inputs;
  matrix.add(
    predicted,
    trueLabels(targets, channels),
    mask?.map((keep) => 1 - keep),
  );
}

function trueLabels({ kind, inputs }: Targets, channels: number): Int32Array {
  if (kind === "indices") return Int32Array.from(inputs.targets);
  return predictedLabels(inputs.targets, channels, "none");
}

function nameOf(metric: string | Metric): string {
  return typeof metric === "string" ? metric : metric.name;
}

function metricOf(metric: string | Metric): Metric {
  if (typeof metric !== "string") return metric;
  const found = METRICS.find(({ name, aliases }) => name === metric || aliases.includes(metric));
  if (found) return found;
  const known = METRICS.flatMap(({ name, aliases }) => [name, ...aliases]);
  throw new Error(`Unknown metric "${metric}": expected ${known.join(", ")}.${didYouMean(metric, known)}`);
}
