import type { Predict } from "../../inference/predict-bands.ts";

/** Fills batches of fewer images up, since a trainer is fast with batches like its own and computes the others in another way. */
export function wholeBatches(predict: Predict, batch: number): Predict {
  return async (images, [count, height, width]) => {
    if (count >= batch) return predict(images, [count, height, width]);
    const filled = new Float32Array((images.length / count) * batch);
    filled.set(images);
    const logits = await predict(filled, [batch, height, width]);
    return logits.subarray(0, (logits.length / batch) * count);
  };
}
