import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import { COUNT, having, TEXT } from "../door/kinds.ts";
import type { Score } from "../metrics/score.ts";
import { checkTensor } from "./check-tensor-flow.ts";
import type { TensorFlow, TfTensor } from "./tensor-flow.ts";

/** The part of a LayersModel that is used here. */
export interface TfModel<T extends TfTensor> {
  predictOnBatch(x: T): T | T[];
}

/** Validation data: tensors, or a `tf.data.Dataset` of batches. */
export type ValidationData<T extends TfTensor> = TfBatch<T> | TfDataset<T>;

export interface TfBatch<T> {
  readonly xs: T;
  readonly ys: T;
}

export interface TfDataset<T> {
  forEachAsync(f: (batch: TfBatch<T>) => void): Promise<void>;
}

export interface ValidationOptions {
  /** Images that are predicted at a time, when the data are tensors. Default 32. */
  readonly batchSize?: number;
  /** Put before the metrics' names. Default "val_". */
  readonly prefix?: string;
}

export type TfValidation<T extends TfTensor> = [
  model: TfModel<T>,
  data: ValidationData<T>,
  options?: ValidationOptions,
];

/** Metrics of all batches seen since the last reset, as if they were one. */
export interface BatchMetrics<T extends TfTensor> {
  /**
   * Counts the pixels of a batch.
   *
   * @param yTrue as `tfLoss` takes it; of one-hot and soft targets the largest class is the truth
   * @param yPred [N, ...space, classes]
   */
  update(yTrue: T, yPred: T): void;
  /** One score per metric, by the name that was asked for. */
  result(): Record<string, Score>;
  reset(): void;
}

/** What `callbacks` of `model.fit` takes. */
export interface ValidationCallback {
  onEpochEnd(epoch: number, logs?: Record<string, number>): Promise<void>;
}

/** Scores the validation data after each epoch and adds the values to the logs; NaN where every class was skipped. */
export function validationCallback<T extends TfTensor>(
  tf: TensorFlow<T, T>,
  metrics: BatchMetrics<T>,
  [model, data, options = {}]: TfValidation<T>,
): ValidationCallback {
  check("callback: model", model, having("a model", "predictOnBatch"));
  checkData(data);
  checkOptions("callback", options, { batchSize: COUNT, prefix: TEXT });
  const { batchSize = 32, prefix = "val_" } = options;
  const update = ({ xs, ys }: TfBatch<T>) =>
    tf.tidy(() => metrics.update(ys, onlyOutput(model.predictOnBatch(xs))));
  return {
    async onEpochEnd(_epoch, logs = {}) {
      metrics.reset();
      if ("forEachAsync" in data) await data.forEachAsync(update);
      else forEachSlice(tf, data, batchSize, update);
      for (const [name, { value }] of Object.entries(metrics.result()))
        logs[prefix + name] = value ?? Number.NaN;
    },
  };
}

function checkData(data: unknown): void {
  const { xs, ys, forEachAsync } = (data ?? {}) as Partial<TfBatch<unknown> & TfDataset<unknown>>;
  if (typeof forEachAsync === "function") return;
  checkTensor("callback: xs", xs);
  checkTensor("callback: ys", ys);
}

function forEachSlice<T extends TfTensor>(
  tf: TensorFlow<T, T>,
  { xs, ys }: TfBatch<T>,
  batchSize: number,
  update: (batch: TfBatch<T>) => void,
): void {
  const images = xs.shape[0];
  for (let first = 0; first < images; first += batchSize) {
    const size = Math.min(batchSize, images - first);
    tf.tidy(() => update({ xs: tf.slice(xs, [first], [size]), ys: tf.slice(ys, [first], [size]) }));
  }
}

function onlyOutput<T>(output: T | T[]): T {
  if (!Array.isArray(output)) return output;
  throw new Error(`The model has ${output.length} outputs: call update with the one to score instead.`);
}
