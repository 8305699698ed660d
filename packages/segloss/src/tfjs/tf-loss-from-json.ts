import { checkOptions } from "../door/check-options.ts";
import { ANY } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";
import type { Engine } from "../engines/engine.ts";
import { lossFromJson, lossToJson } from "../losses/loss-json.ts";
import type { TensorFlow, TfTensor } from "./tensor-flow.ts";
import { type TfLoss, type TfLossJson, tfLoss } from "./tf-loss.ts";

/**
 * The loss that `toJSON` described. TensorFlow.js drops a custom loss without a word when it saves a model; keep it in
 * the model's metadata, `model.setUserDefinedMetadata({ loss: lossFn.toJSON() })`, and compile again after loading
 * with `tfLossFromJson(tf, model.getUserDefinedMetadata().loss)`.
 *
 * @throws Error when the value is something else
 */
export function tfLossFromJson<T extends TfTensor, S extends T>(
  tf: TensorFlow<T, S>,
  json: unknown,
  options: { readonly engine?: Engine; readonly progress?: () => number } = {},
): TfLoss<T, S> {
  if (typeof json !== "object" || json === null || !("loss" in json)) {
    throw new Error(
      `Expected what toJSON of a tfLoss wrote, an object with the loss, got ${shown(json)}: was it saved with the model?`,
    );
  }
  checkOptions("tfLossFromJson", options, { engine: ANY, progress: ANY });
  const { loss, ...plain } = json as TfLossJson;
  return tfLoss(tf, lossFromJson(lossToJson(loss)), { ...plain, ...options });
}
