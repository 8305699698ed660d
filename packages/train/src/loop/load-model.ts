import { check, checkOptions } from "segloss/door";
import { readModel } from "../onnx/read-model.ts";
import { checkedSession } from "../runtime/checked-session.ts";
import { BYTES, RUNTIME, THREADS } from "../runtime/kinds.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { type ModelMetadata, metadataFrom } from "./model-metadata.ts";
import { type ImageShape, predictLogits } from "./predictor.ts";

/** A trained network, ready to be used. */
export interface LoadedModel {
  readonly metadata: ModelMetadata;
  /** Raw images [n, C, h, w] to logits [n, K, h, w]. */
  predict(images: Float32Array, shape: ImageShape): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Loads a model that `Trainer.save` wrote. Default: one thread. */
export async function loadModel(
  model: Uint8Array,
  runtime: Runtime,
  options: { readonly threads?: number } = {},
): Promise<LoadedModel> {
  check("loadModel: model", model, BYTES);
  check("loadModel: runtime", runtime, RUNTIME);
  checkOptions("loadModel", options, { threads: THREADS });
  const { threads = 1 } = options;
  const metadata = metadataFrom(readModel(model).metadata);
  const session = await checkedSession(runtime, model, { threads });
  const predictor = {
    session,
    inputChannels: metadata.input.channels,
    classes: metadata.classes.length,
    sizeMultiple: metadata.input.multiple,
  };
  return {
    metadata,
    predict: (images, shape) => predictLogits(predictor, images, shape),
    dispose: () => session.release(),
  };
}
