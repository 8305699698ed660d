import type { Loss } from "../losses/loss.ts";
import { readLoss } from "../losses/read-loss.ts";
import type { TensorFlow, TfTensor } from "../tfjs/tensor-flow.ts";
import { tfLoss as lossForTensorFlow, type TfLoss, type TfLossOptions } from "../tfjs/tf-loss.ts";

/**
 * A loss for `model.compile({ loss })`, `tf.variableGrads` and `tf.grad`: `tfLoss(tf, "dice + focal(gamma=2)")`. Value
 * and gradient come from an engine of this library in one run, through one `tf.customGrad`; a step is compiled for each
 * shape of a batch and kept. Reads yPred and yTrue with `dataSync`: immediate on the cpu and wasm backends, a
 * stall on a GPU. `segloss/objects` has the same for losses as objects alone, without the parser.
 */
export function tfLoss<T extends TfTensor, S extends T>(
  tf: TensorFlow<T, S>,
  loss: Loss | string,
  options: TfLossOptions = {},
): TfLoss<T, S> {
  return lossForTensorFlow(tf, readLoss(loss), options);
}
