import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import type * as tfjs from "@tensorflow/tfjs";
import type * as tfjsWasm from "@tensorflow/tfjs-backend-wasm";
import type { BenchCase } from "./bench-case.ts";
import { type BenchData, channelsLast } from "./bench-data.ts";
import { type Checksum, type Contender, normOf, timed } from "./contender.ts";
import { TFJS_LOSSES } from "./tfjs-losses.ts";

/** TensorFlow.js on its WebAssembly backend. */
export interface Tfjs {
  readonly version: string;
  contender(from: BenchCase, data: BenchData): Contender;
}

/**
 * TensorFlow.js as the project in the current folder has it, or as it stands beside this package; null where it is not
 * installed. In Node its backend has one thread: it refuses more.
 */
export async function openTfjs(
  places: readonly string[] = [join(process.cwd(), "package.json"), import.meta.url],
): Promise<Tfjs | null> {
  const require = places.map((from) => createRequire(from)).find(hasTfjs);
  if (!require) return null;
  const tf: typeof tfjs = require("@tensorflow/tfjs");
  const backend: typeof tfjsWasm = require("@tensorflow/tfjs-backend-wasm");
  backend.setWasmPaths(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")) + sep);
  await tf.setBackend("wasm");
  return {
    version: tf.version.tfjs,
    contender: (from, data) => tfjsContender(tf, from, data),
  };
}

function hasTfjs(require: NodeJS.Require): boolean {
  try {
    for (const name of ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"]) require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** Logits and targets become tensors outside of the timer; targets are floats, one-hot for classes. */
function tfjsContender(tf: typeof tfjs, from: BenchCase, data: BenchData): Contender {
  const { batch, height, width } = sizes(from, data);
  const shape: [number, number, number, number] = [batch, height, width, from.channels];
  const z = tf.tensor4d(channelsLast(from, data), shape);
  const y = tf.tidy(() => {
    if (from.channels === 1) return tf.tensor4d(Float32Array.from(data.targets), shape);
    const labels = tf.tensor1d(Int32Array.from(data.targets), "int32");
    // Asked for floats, the backend would write the bits of integers.
    return tf.oneHot(labels, from.channels).toFloat().reshape(shape);
  });
  const step = tf.valueAndGrad((logits: tfjs.Tensor) => TFJS_LOSSES[from.tfjs as string](tf, logits, y));
  // The value is read, as a user would to see it; the gradient stays where the network's backward pass reads it.
  const run = (readGradient: boolean): Checksum => {
    const { value, grad } = step(z);
    const gradientNorm = readGradient ? normOf(grad.dataSync()) : 0;
    const result = { value: value.dataSync()[0], gradientNorm };
    tf.dispose([value, grad]);
    return result;
  };
  return {
    name: "TensorFlow.js wasm",
    checksum: async () => run(true),
    visit: async (runs) => timed(() => void run(false), runs),
    dispose: () => tf.dispose([z, y]),
  };
}

function sizes(
  { layout }: BenchCase,
  { shape }: BenchData,
): { batch: number; height: number; width: number } {
  const [height, width] = layout === "channels-last" ? shape.slice(1) : shape.slice(2);
  return { batch: shape[0], height, width };
}
