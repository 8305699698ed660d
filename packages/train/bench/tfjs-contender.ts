// The same step in TensorFlow.js on its WebAssembly backend. Node gets the SIMD build on one thread: the backend refuses
// threads there.
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import type { Parameter } from "@segloss/train";
import type * as tfjs from "@tensorflow/tfjs";
import type * as tfjsWasm from "@tensorflow/tfjs-backend-wasm";
import { type Contender, type Setting, timed } from "./contender.ts";
import { installTrainingKernels } from "./tfjs-wasm-kernels.ts";

type Tf = typeof tfjs;
type Map = tfjs.Tensor4D;
type Variables = Readonly<Record<string, tfjs.Tensor>>;

/**
 * Turns a parameter from the order of ONNX into that of TensorFlow.js: filters [out, in, k, k] become [k, k, in, out], and
 * those of transposed convolutions, [in, out, k, k], become [k, k, out, in].
 */
function variable(tf: Tf, { shape }: Parameter, data: Float32Array): tfjs.Variable {
  const tensor = tf.tensor(data, [...shape]);
  return tf.variable(shape.length === 1 ? tensor : tf.transpose(tensor, [2, 3, 1, 0]));
}

function forward(tf: Tf, p: Variables, depth: number, images: Map): Map {
  const weight = (name: string) => p[`${name}.weight`] as Map;
  const bias = (name: string, x: Map): Map => tf.add(x, p[`${name}.bias`]);
  const convolution = (name: string, x: Map) => bias(name, tf.conv2d(x, weight(name), 1, "same"));
  const unit = (name: string, x: Map) => tf.relu(convolution(name, x));
  const block = (name: string, x: Map) => unit(`${name}.second`, unit(`${name}.first`, x));
  const rise = (name: string, x: Map) => {
    const [n, h, w, c] = x.shape;
    return bias(name, tf.conv2dTranspose(x, weight(name), [n, 2 * h, 2 * w, c / 2], 2, "valid"));
  };
  const level = (index: number, x: Map): Map => {
    const skip = block(`encoder.${index}`, x);
    if (index === depth - 1) return skip;
    const risen = rise(`up.${index}`, level(index + 1, tf.maxPool(skip, 2, 2, "valid")));
    return block(`decoder.${index}`, tf.concat([skip, risen], 3));
  };
  return convolution("logits", level(0, images));
}

function loss(tf: Tf, z: Map, y: Map): tfjs.Scalar {
  const axes = [1, 2, 3];
  const entropy = tf.mean(tf.sub(tf.softplus(z), tf.mul(z, y)));
  const p = tf.sigmoid(z);
  const numerator = tf.add(tf.mul(tf.sum(tf.mul(p, y), axes), 2), 1);
  const denominator = tf.add(tf.add(tf.sum(p, axes), tf.sum(y, axes)), 1);
  return tf.add(entropy, tf.sub(1, tf.mean(tf.div(numerator, denominator))));
}

async function startWasm(): Promise<Tf> {
  const require = createRequire(import.meta.url);
  const tf: Tf = require("@tensorflow/tfjs");
  const wasm: typeof tfjsWasm = require("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")) + sep);
  await tf.setBackend("wasm");
  if (!tf.getKernel("Conv2DBackpropFilter", "wasm")) installTrainingKernels(tf);
  return tf;
}

/** TensorFlow.js with the kernels that its WebAssembly backend lacks. */
export async function tfjsContender(setting: Setting): Promise<Contender> {
  const { network, depth, size, batch, rate, parameters, images, targets } = setting;
  const tf = await startWasm();
  const entries = network.parameters.map((entry) => [
    entry.name,
    variable(tf, entry, parameters[entry.name]),
  ]);
  const variables: Variables = Object.fromEntries(entries);
  const x = tf.tensor4d(images, [batch, size, size, 1]);
  const y = tf.tensor4d(Float32Array.from(targets), [batch, size, size, 1]);
  const optimizer = tf.train.adam(rate, 0.9, 0.999, 1e-8);
  const trained = Object.values(variables) as tfjs.Variable[];

  async function step(): Promise<number> {
    const value = optimizer.minimize(() => loss(tf, forward(tf, variables, depth, x), y), true, trained);
    const [number] = await value!.data();
    value!.dispose();
    return number;
  }

  return {
    name: `TensorFlow.js ${tf.version.tfjs} wasm, 1 thread`,
    round: (steps) => timed(step, steps),
    async dispose() {
      tf.dispose([x, y, ...trained]);
      optimizer.dispose();
    },
  };
}
