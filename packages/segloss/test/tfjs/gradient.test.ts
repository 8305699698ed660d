import * as tf from "@tensorflow/tfjs";
import { dice, evaluate, loss as formula, lovasz, parseLoss, reference, sum } from "segloss";
import { tfLoss } from "segloss/tfjs";
import { expect, it } from "vitest";
import { describeBackends, randomCase, relativeError } from "./backends.ts";

type Loss = (y: tf.Tensor, z: tf.Tensor) => tf.Scalar;

const SHAPE = [2, 5, 4, 3] as [number, number, number, number];
const BINARY = [2, 5, 4, 1] as [number, number, number, number];

/** The losses once more, composed of TensorFlow.js's own operations, whose gradients it derives by itself. */
const binaryCrossEntropy: Loss = (y, z) => tf.mean(tf.sub(tf.softplus(z), tf.mul(y, z)));
const crossEntropy: Loss = (y, z) => tf.neg(tf.mean(tf.sum(tf.mul(y, tf.logSoftmax(z)), -1)));
const diceOf =
  (activation: (z: tf.Tensor) => tf.Tensor): Loss =>
  (y, z) => {
    const p = activation(z);
    const overlap = tf.sum(tf.mul(p, y), [1, 2]);
    const sizes = tf.add(tf.sum(tf.square(p), [1, 2]), tf.sum(tf.square(y), [1, 2]));
    return tf.mean(tf.sub(1, tf.div(tf.mul(2, overlap), sizes)));
  };

function valueAndGradient(loss: Loss, y: tf.Tensor, z: tf.Tensor) {
  const { value, grad } = tf.valueAndGrad((x) => loss(y, x))(z);
  return { value: value.dataSync()[0], gradient: grad.dataSync() };
}

function expectSame(ours: Loss, theirs: Loss, y: tf.Tensor, z: tf.Tensor): void {
  const [a, b] = [valueAndGradient(ours, y, z), valueAndGradient(theirs, y, z)];
  expect(a.value).toBeCloseTo(b.value, 6);
  expect(relativeError(a.gradient, b.gradient)).toBeLessThan(3e-6);
}

function tensors(shape: [number, number, number, number]) {
  const { logits, labels, weights } = randomCase(shape);
  const z = tf.tensor(logits, shape);
  const indices = tf.tensor(labels, shape.slice(0, 3), "int32");
  const oneHot = shape[3] === 1 ? tf.expandDims(indices, -1) : tf.oneHot(indices as tf.Tensor3D, shape[3]);
  return { logits, labels, weights, z, indices, oneHot, soft: tf.cast(oneHot, "float32") };
}

describeBackends("a loss has the value and gradient of the same loss made of tf operations", () => {
  it("binary cross entropy", () => {
    const { z, soft } = tensors(BINARY);
    expectSame(tfLoss(tf, "crossEntropy"), binaryCrossEntropy, soft, z);
  });

  it("cross entropy of three classes", () => {
    const { z, soft } = tensors(SHAPE);
    expectSame(tfLoss(tf, "crossEntropy"), crossEntropy, soft, z);
  });

  it("Dice with the sigmoid, soft labels", () => {
    const { z } = tensors(BINARY);
    const y = tf.randomUniform(BINARY, 0, 1, "float32", 3);
    expectSame(tfLoss(tf, dice()), diceOf(tf.sigmoid), y, z);
  });

  it("Dice with the softmax", () => {
    const { z, soft } = tensors(SHAPE);
    expectSame(tfLoss(tf, dice()), diceOf(tf.softmax), soft, z);
  });

  it("Dice of a softmax layer's output with the link none", () => {
    const { z, soft } = tensors(SHAPE);
    const ours = tfLoss(tf, dice(), { link: "none" });
    expectSame((y, x) => ours(y, tf.softmax(x)), diceOf(tf.softmax), soft, z);
  });
});

describeBackends("a loss agrees with evaluate()", () => {
  const cases = ["lovasz", "focal(gamma=2) + 0.5*tversky(alpha=0.3)", "balancedCrossEntropy"];

  for (const text of cases) {
    it(text, () => {
      const { z, oneHot, logits, labels } = tensors(SHAPE);
      const ours = valueAndGradient(tfLoss(tf, text), oneHot, z);
      const theirs = evaluate(text, { engine: reference(), logits, targets: labels, shape: SHAPE });
      expect(ours.value).toBeCloseTo(theirs.value, 6);
      expect(relativeError(ours.gradient, theirs.gradient!)).toBeLessThan(1e-6);
    });
  }

  it("times the derivative of what follows: three times the loss has three times the gradient", () => {
    const { z, oneHot } = tensors(SHAPE);
    const loss = tfLoss(tf, lovasz());
    const once = valueAndGradient(loss, oneHot, z).gradient;
    const thrice = valueAndGradient((y, x) => tf.mul(3, loss(y, x)), oneHot, z).gradient;
    expect(
      relativeError(
        thrice,
        once.map((g) => 3 * g),
      ),
    ).toBeLessThan(1e-6);
  });

  it("called twice in one gradient, with shapes that differ", () => {
    const { z, oneHot } = tensors(SHAPE);
    const loss = tfLoss(tf, dice());
    const head = (x: tf.Tensor) => tf.slice(x, [0], [1]);
    const both: Loss = (y, x) => tf.add(loss(y, x), loss(head(y), head(x)));
    const parts = [loss, ((y, x) => loss(head(y), head(x))) as Loss];
    const [a, b] = parts.map((part) => valueAndGradient(part, oneHot, z).gradient);
    const sum = valueAndGradient(both, oneHot, z).gradient;
    expect(
      relativeError(
        sum,
        a.map((g, i) => g + b[i]),
      ),
    ).toBeLessThan(1e-6);
  });
});

describeBackends("index targets, ignored pixels and packed channels", () => {
  const loss = parseLoss("dice + crossEntropy");

  function same(options: object, y: tf.Tensor, z: tf.Tensor, expected: object): void {
    const ours = valueAndGradient(tfLoss(tf, loss, options), y, z);
    const theirs = evaluate(loss, { engine: reference(), ...(expected as Parameters<typeof evaluate>[1]) });
    expect(ours.value).toBeCloseTo(theirs.value, 6);
    expect(relativeError(ours.gradient, theirs.gradient!)).toBeLessThan(1e-6);
  }

  it("labels [N, H, W] and [N, H, W, 1], int32 and float32, are the one-hot targets", () => {
    const { z, indices, logits, labels } = tensors(SHAPE);
    const expected = { logits, targets: labels, shape: SHAPE };
    for (const y of [indices, tf.expandDims(indices, -1), tf.cast(indices, "float32")])
      same({}, y, z, expected);
  });

  it("labels 255 are left out by ignore, one-hot rows of zeros by unlabelled", () => {
    const { z, logits, labels } = tensors(SHAPE);
    const targets = labels.map((label, i) => (i % 4 === 0 ? 255 : label));
    const indices = tf.tensor3d(targets, [2, 5, 4], "int32");
    const expected = { logits, targets, shape: SHAPE, ignore: 255 };
    same({ ignore: 255 }, indices, z, expected);
    same({ ignore: "unlabelled" }, tf.oneHot(indices, 3), z, expected);
  });

  it("a mask leaves out further pixels than the unlabelled ones", () => {
    const { z, logits, labels, weights } = tensors(SHAPE);
    const targets = labels.map((label, i) => (i % 4 === 0 ? 255 : label));
    const mask = Uint8Array.from(weights, (w) => (w > 0.5 ? 1 : 0));
    const oneHot = tf.cast(tf.oneHot(tf.tensor3d(targets, [2, 5, 4], "int32"), 3), "float32");
    const y = tf.concat([oneHot, tf.tensor(Float32Array.from(mask), [2, 5, 4, 1])], -1);
    same({ ignore: "unlabelled", packed: ["mask"] }, y, z, {
      logits,
      targets,
      shape: SHAPE,
      ignore: 255,
      mask,
    });
  });

  it("one channel takes float labels as indices when one of them is ignored", () => {
    const { z, logits, labels } = tensors(BINARY);
    const targets = labels.map((label, i) => (i % 4 === 0 ? 255 : label));
    same({ ignore: 255 }, tf.tensor(Float32Array.from(targets), BINARY), z, {
      logits,
      targets,
      shape: BINARY,
      ignore: 255,
    });
  });

  it("weights and a mask ride behind one-hot targets and behind labels", () => {
    const { z, soft, indices, logits, labels, weights } = tensors(SHAPE);
    const mask = Uint8Array.from(weights, (w) => (w > 0.5 ? 1 : 0));
    const packed = [weights, mask].map((data) => tf.tensor(Float32Array.from(data), [2, 5, 4, 1]));
    const expected = { logits, targets: labels, shape: SHAPE, weights, mask };
    const label = tf.cast(tf.expandDims(indices, -1), "float32");
    for (const y of [soft, label])
      same({ packed: ["weights", "mask"] }, tf.concat([y, ...packed], -1), z, expected);
  });

  it("so do instance labels and the map of a formula", () => {
    const { z, soft, logits, labels, weights } = tensors(BINARY);
    const instances = labels.map((label, i) => label * (1 + (i % 4)));
    const text = "distanceCrossEntropy(cells=instances)";
    const mapped = formula("mean(m*(p - y)^2)", { maps: ["m"] });
    const packed = [instances, weights].map((data) => tf.tensor(Float32Array.from(data), BINARY));
    const ours = tfLoss(tf, sum(parseLoss(text), mapped), { packed: ["instances", "m"] });
    const { value, gradient } = valueAndGradient(ours, tf.concat([soft, ...packed], -1), z);
    const inputs = { logits, targets: labels, shape: BINARY };
    const theirs = [
      evaluate(text, { engine: reference(), ...inputs, instances }),
      evaluate(mapped, { engine: reference(), ...inputs, maps: { m: weights } }),
    ];
    expect(value).toBeCloseTo(theirs[0].value + theirs[1].value, 5);
    expect(
      relativeError(
        gradient,
        theirs[0].gradient!.map((g, i) => g + theirs[1].gradient![i]),
      ),
    ).toBeLessThan(1e-6);
  });
});
