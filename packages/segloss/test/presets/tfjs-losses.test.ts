import * as tf from "@tensorflow/tfjs";
import { evaluate, parseLoss } from "segloss";
import { expect, it } from "vitest";

// The library itself, on [pixels, classes], where its label smoothing knows the classes.
const PIXELS = 12;
const CLASSES = 3;
const logits = Float32Array.from({ length: PIXELS * CLASSES }, (_, i) => 2 * Math.sin(1.7 * i));
const oneHot = Float32Array.from({ length: PIXELS * CLASSES }, (_, i) =>
  (Math.floor(i / CLASSES) * 5) % CLASSES === i % CLASSES ? 1 : 0,
);

it.each([
  ["sigmoidCrossEntropy", 0],
  ["sigmoidCrossEntropy", 0.2],
  ["softmaxCrossEntropy", 0],
  ["softmaxCrossEntropy", 0.3],
] as const)("tfjs.%s(labelSmoothing=%f) is tf.losses', gradient too", async (name, smoothing) => {
  await tf.setBackend("cpu");
  const y = tf.tensor2d(oneHot, [PIXELS, CLASSES]);
  const of = (z: tf.Tensor): tf.Scalar => tf.losses[name](y, z, undefined, smoothing).asScalar();
  const { value, grad } = tf.valueAndGrad(of)(tf.tensor2d(logits, [PIXELS, CLASSES]));
  const found = evaluate(parseLoss(`tfjs.${name}(labelSmoothing=${smoothing})`), {
    shape: [1, PIXELS, CLASSES],
    logits,
    targets: oneHot,
  });
  expect(found.value).toBeCloseTo(value.dataSync()[0], 6);
  const expected = grad.dataSync();
  for (const [i, g] of found.gradient!.entries()) expect(g).toBeCloseTo(expected[i], 6);
});
