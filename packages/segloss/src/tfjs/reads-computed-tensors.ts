import type { TensorFlow, TfTensor } from "./tensor-flow.ts";

/** Backends that compute in the memory from which they are read. */
const IN_MEMORY: readonly string[] = ["cpu", "wasm", "tensorflow"];

/**
 * A check of the backend, made once for each: on some hosts (headless Chromium without a GPU) WebGPU reads zeros from what
 * it has computed, though not from what was uploaded, so that losses and gradients would be those of logits 0.
 *
 * @returns throws Error when the square of 3 does not come back as 9
 */
export function readsComputedTensors(): <T extends TfTensor, S extends T>(tf: TensorFlow<T, S>) => void {
  const works = new Set<string>(IN_MEMORY);
  return (tf) => {
    const backend = tf.getBackend?.() ?? "";
    if (works.has(backend)) return;
    const read = squareOfThree(tf);
    if (read !== 9)
      throw new Error(
        `The backend "${backend}" of TensorFlow.js must give computed tensors back through dataSync, got ${read} for 3 * 3: ` +
          'losses would be those of logits 0. Choose another backend, tf.setBackend("webgl") or "wasm", or start ' +
          "the browser with a GPU.",
      );
    works.add(backend);
  };
}

/** Two steps of arithmetic, so that what is read was computed. */
function squareOfThree<T extends TfTensor, S extends T>(tf: TensorFlow<T, S>): number {
  const read: number[] = [];
  tf.tidy(() => {
    const three = tf.tensor(Float32Array.of(3, 3), [2]);
    read.push(tf.mul(three, three).dataSync()[0]);
  });
  return read[0];
}
