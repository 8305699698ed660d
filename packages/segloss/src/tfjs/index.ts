export { tfLoss } from "../from-text/tf-loss.ts";
export type { TargetOptions } from "./read-targets.ts";
export type { TensorFlow, TfData, TfTensor } from "./tensor-flow.ts";
export type { TfLoss, TfLossJson, TfLossOptions } from "./tf-loss.ts";
export { tfLossFromJson } from "./tf-loss-from-json.ts";
export { type TfMetrics, type TfMetricsOptions, tfMetrics } from "./tf-metrics.ts";
export type {
  TfBatch,
  TfDataset,
  TfModel,
  TfValidation,
  ValidationCallback,
  ValidationData,
  ValidationOptions,
} from "./validation-callback.ts";
