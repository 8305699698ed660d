// The functions that elsewhere take a loss or its text, for losses as objects alone: a bundle then has neither the parser nor the
// losses that it does not name.
export { type EvaluateInputs, type Evaluation, evaluate } from "../engines/evaluate.ts";
export { type LossValues, lossValues } from "../engines/loss-values.ts";
export {
  type DeepInputs,
  type DeepStep,
  type DeepSupervisionOptions,
  deepSupervision,
} from "../supervision/deep-supervision.ts";
export { type TfLoss, type TfLossJson, type TfLossOptions, tfLoss } from "../tfjs/tf-loss.ts";
