import { createRequire } from "node:module";
import { crossEntropy, loss as formula, parseLoss, reference } from "segloss";
import { tfLoss } from "segloss/tfjs";
import { webgpu } from "segloss/webgpu";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { seededRandom } from "../conformance/random.ts";
import { COMMON_USAGE } from "../engines/webgpu/buffers.ts";
import { softwareGlobals } from "../engines/webgpu/software-device.ts";

// The builds for Node: all packages have the same copy of tfjs-core.
const require = createRequire(import.meta.url);
type Tf = typeof import("@tensorflow/tfjs");
type Tensor = import("@tensorflow/tfjs").Tensor<import("@tensorflow/tfjs").Rank>;
let tf: Tf;

const SHAPE: [number, number, number, number] = [2, 24, 24, 3];
const PIXELS = 2 * 24 * 24;
const random = seededRandom(11);
const values = Float32Array.from({ length: PIXELS * 3 }, () => 4 * random() - 2);
const weights = Float32Array.from({ length: PIXELS }, () => random());
const labels = Int32Array.from({ length: PIXELS }, () => Math.floor(3 * random()));

beforeAll(async () => {
  await softwareGlobals();
  tf = require("@tensorflow/tfjs");
  require("@tensorflow/tfjs-backend-webgpu");
  await tf.setBackend("webgpu");
  await tf.ready();
});

const engineOnDevice = () => webgpu({ device: (tf.backend() as unknown as { device: never }).device });

/** Logits that were computed on the GPU, so that they lie there. */
const onGpu = () => tf.tidy(() => tf.mul(tf.tensor(values, SHAPE), tf.scalar(1)));

describe("tfLoss on TensorFlow.js's WebGPU backend, without reading back", () => {
  it("has value and gradient of the reference", async () => {
    const loss = tfLoss(tf, "dice + crossEntropy + 0.5*lovasz", { engine: engineOnDevice() });
    const yTrue = tf.tensor(labels, [2, 24, 24], "int32");
    const { value, grad } = tf.valueAndGrad((z) => loss(yTrue, z))(onGpu());
    const expected = new Float64Array(values.length);
    const exact = reference()
      .compile(parseLoss("dice + crossEntropy + 0.5*lovasz"), { shape: SHAPE })
      .run({ logits: values, targets: labels, gradient: expected });
    expect(Math.abs((await value.data())[0] / exact - 1)).toBeLessThan(1e-6);
    const gradient = await grad.data();
    const off = Math.hypot(...expected.map((g, i) => gradient[i] - g));
    expect(off).toBeLessThan(1e-5 * Math.hypot(...expected));
    loss.dispose();
  });

  it("keeps the gradients of two losses of one shape apart", async () => {
    const loss = tfLoss(tf, "dice", { engine: engineOnDevice() });
    const [a, b] = [
      tf.tensor(labels, [2, 24, 24], "int32"),
      tf.tensor(
        labels.map((y) => (y + 1) % 3),
        [2, 24, 24],
        "int32",
      ),
    ];
    const both = tf.grad((z) => tf.add(loss(a, z), tf.mul(loss(b, z), tf.scalar(2))))(onGpu());
    const apart = tf.add(
      tf.grad((z) => loss(a, z))(onGpu()),
      tf.mul(tf.grad((z) => loss(b, z))(onGpu()), tf.scalar(2)),
    );
    const [x, y] = [await both.data(), await apart.data()];
    expect(Math.max(...x.map((g, i) => Math.abs(g - y[i])))).toBeLessThan(1e-9);
    loss.dispose();
  });

  it("takes one-hot targets with packed weights, and leaves no tensor behind", async () => {
    const loss = tfLoss(tf, "crossEntropy", { engine: engineOnDevice(), packed: ["weights"] });
    const hot = tf.tidy(() => {
      const y = tf.oneHot(tf.tensor(labels, [2, 24, 24], "int32"), 3).toFloat();
      return tf.concat([y, tf.tensor(weights, [2, 24, 24, 1])], 3) as Tensor;
    });
    const z = onGpu();
    const before = tf.memory().numTensors;
    const value = loss(hot, z);
    const exact = reference()
      .compile(crossEntropy(), { shape: SHAPE, weights: true })
      .run({ logits: values, targets: labels, weights });
    expect(Math.abs((await value.data())[0] / exact - 1)).toBeLessThan(1e-6);
    tf.dispose(value);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("takes the instances that distances are to, packed behind the labels", async () => {
    const text = 'distanceCrossEntropy(cells="instances", sigma=3)';
    const packed = tfLoss(tf, text, { engine: engineOnDevice(), packed: ["instances"] });
    const instances = Int32Array.from(labels, (label, i) => (label > 0 ? 1 + (i % 5) : 0));
    const both = Int32Array.from({ length: 2 * PIXELS }, (_, k) => (k % 2 ? instances : labels)[k >> 1]);
    // Multiplied, so that it lies on the GPU.
    const yTrue = tf.tidy(() => tf.mul(tf.tensor(both, [2, 24, 24, 2], "int32"), tf.scalar(1, "int32")));
    const exact = reference().compile(parseLoss(text), { shape: SHAPE });
    const expected = exact.run({ logits: values, targets: labels, instances });
    const value = (await packed(yTrue, onGpu()).data())[0];
    expect(Math.abs(value / expected - 1)).toBeLessThan(1e-6);
    packed.dispose();
  });

  it("learns", async () => {
    const loss = tfLoss(tf, "dice", { engine: engineOnDevice() });
    const z = tf.variable(onGpu());
    const yTrue = tf.tensor(labels, [2, 24, 24], "int32");
    const optimizer = tf.train.sgd(300);
    const costs: number[] = [];
    for (let step = 0; step < 4; step++) {
      const cost = optimizer.minimize(() => loss(yTrue, z), true);
      costs.push((await cost!.data())[0]);
    }
    expect(costs[3]).toBeLessThan(0.9 * costs[0]);
    expect([...costs].sort((a, b) => b - a)).toEqual(costs);
    loss.dispose();
  });

  it("refuses another device, and another backend", async () => {
    const other = webgpu({ device: async () => Promise.reject(new Error("none")) });
    const yTrue = tf.tensor(labels, [2, 24, 24], "int32");
    expect(() => tfLoss(tf, "dice", { engine: other })(yTrue, onGpu())).toThrow(
      "The engine must be on the device of TensorFlow.js: webgpu({ device: tf.backend().device }).",
    );
  });

  it("says at the next call that the device has refused a batch, whose value is NaN", async () => {
    const engine = engineOnDevice();
    const loss = tfLoss(tf, "dice", { engine });
    const yTrue = tf.tensor(labels, [2, 24, 24], "int32");
    const before = (await loss(yTrue, onGpu()).data())[0];
    const buffer = engine.device!.createBuffer({ size: 4 * values.length, usage: COMMON_USAGE });
    buffer.destroy();
    const lost = Object.assign(onGpu(), { dataToGPU: () => ({ buffer, tensorRef: { dispose() {} } }) });
    expect((await loss(yTrue, lost).data())[0]).toBeNaN();
    // The device says so when it has looked at the batch.
    const refused =
      /^An earlier batch of this loss did not reach the GPU, and its value is NaN: The device refuses logits: /;
    await vi.waitFor(() => expect(() => loss(yTrue, onGpu())).toThrow(refused));
    expect((await loss(yTrue, onGpu()).data())[0]).toBe(before);
    loss.dispose();
  });

  it("gives a gradient of NaN for labels out of range", async () => {
    const loss = tfLoss(tf, "dice", { engine: engineOnDevice() });
    const yTrue = tf.tensor(
      labels.map((y, i) => (i === 7 ? 3 : y)),
      [2, 24, 24],
      "int32",
    );
    const { value, grad } = tf.valueAndGrad((z) => loss(yTrue, z))(onGpu());
    expect((await value.data())[0]).toBeNaN();
    expect((await grad.data()).every(Number.isNaN)).toBe(true);
    loss.dispose();
  });

  it("refuses what would have to be read back", () => {
    const unlabelled = tfLoss(tf, "crossEntropy", { engine: engineOnDevice(), ignore: "unlabelled" });
    expect(() => unlabelled(tf.zeros(SHAPE), onGpu())).toThrow(
      /^ignore: "unlabelled" is looked for on the host/,
    );
    const smoothed = formula("mean(smoothed*(p - y)^2)", { fields: ["smoothed"], kernel: [0.25, 0.5, 0.25] });
    expect(() =>
      tfLoss(tf, smoothed, { engine: engineOnDevice() })(tf.tensor(labels, [2, 24, 24], "int32"), onGpu()),
    ).toThrow(/^A field of this loss is made on the host, and logits lies in a buffer/);
  });
});
