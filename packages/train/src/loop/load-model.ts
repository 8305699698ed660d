import { readModel } from "../onnx/read-model.ts";
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
  { threads = 1 }: { readonly threads?: number } = {},
): Promise<LoadedModel> {
  const metadata = metadataFrom(readModel(model).metadata);
  const session = await runtime.session(model, { threads });
  const options = {
    session,
    inputChannels: metadata.input.channels,
    classes: metadata.classes.length,
    sizeMultiple: metadata.input.multiple,
  };
  return {
    metadata,
    predict: (images, shape) => predictLogits(options, images, shape),
    dispose: () => session.release(),
  };
}
