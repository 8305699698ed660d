import * as tf from "@tensorflow/tfjs";
import { type Engine, loss as formula, reference } from "segloss";
import { tfLoss } from "segloss/tfjs";
import { expect, it } from "vitest";
import { describeBackends } from "./backends.ts";

/** A reference engine that notes the shapes it compiled for and how many steps were given back. */
function watchedEngine() {
  const inner = reference();
  const seen = { shapes: [] as string[], stepsDisposed: 0, engineDisposed: false };
  const engine: Engine = {
    name: "watched",
    compile(loss, options) {
      seen.shapes.push(options.shape.join("x"));
      const step = inner.compile(loss, options);
      return { ...step, dispose: () => void seen.stepsDisposed++ };
    },
    dispose: () => {
      seen.engineDisposed = true;
    },
  };
  return { engine, seen };
}

const batch = (n: number) => ({
  y: tf.cast(tf.greater(tf.randomUniform([n, 4, 4, 1], 0, 1, "float32", 5), 0.5), "float32"),
  z: tf.randomNormal([n, 4, 4, 1], 0, 1, "float32", 6),
});

describeBackends("steps", () => {
  it("leave no tensors behind", () => {
    const loss = tfLoss(tf, "dice + focal");
    const weights = tf.variable(tf.ones([1]));
    const step = () =>
      tf.tidy(() => {
        const { y, z } = batch(2);
        const { value, grads } = tf.variableGrads(() => loss(y, tf.mul(z, weights)));
        expect(Object.keys(grads)).toHaveLength(1);
        return value.dataSync()[0];
      });
    step();
    const before = tf.memory().numTensors;
    for (let i = 0; i < 5; i++) step();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("called outside of tidy and gradient: the one scalar it returns is new", () => {
    const loss = tfLoss(tf, "dice");
    const { y, z } = batch(2);
    const before = tf.memory().numTensors;
    const value = loss(y, z);
    expect(tf.memory().numTensors).toBe(before + 1);
    value.dispose();
  });

  it("are compiled once a shape: the last batch of an epoch may be smaller", () => {
    const { engine, seen } = watchedEngine();
    const loss = tfLoss(tf, "dice", { engine });
    for (const n of [3, 3, 1, 3, 1]) {
      const { y, z } = batch(n);
      expect(Number.isFinite(loss(y, z).dataSync()[0])).toBe(true);
    }
    expect(seen.shapes).toEqual(["3x4x4x1", "1x4x4x1"]);
  });

  it("are given back by dispose, but not the caller's engine", () => {
    const { engine, seen } = watchedEngine();
    const loss = tfLoss(tf, "dice", { engine });
    const { y, z } = batch(1);
    loss(y, z);
    loss.dispose();
    loss.dispose();
    expect(seen).toEqual({ shapes: ["1x4x4x1"], stepsDisposed: 1, engineDisposed: false });
    expect(() => loss(y, z)).toThrow(/disposed of.*tfLoss/);
  });

  it("of logits that are not finite throw; what stays is what TensorFlow.js keeps after any error in a gradient", () => {
    const loss = tfLoss(tf, "dice");
    const { y, z } = batch(1);
    const left = (f: (x: tf.Tensor) => tf.Scalar, message: RegExp) => {
      const before = tf.memory().numTensors;
      expect(() => tf.tidy(() => tf.grad((x) => f(tf.mul(x, Number.NaN)))(z))).toThrow(message);
      return tf.memory().numTensors - before;
    };
    const any = () => {
      throw new Error("any other");
    };
    const ours = left((x) => loss(y, x), /logits must be finite, got NaN at index 0/);
    expect(ours).toBe(left(any, /any other/));
  });
});

describeBackends("mistakes are told", () => {
  const zeros = (...shape: number[]) => tf.zeros(shape);

  it("a shape that fits nothing", () => {
    const wrong = () => tfLoss(tf, "dice")(zeros(2, 4, 4, 2), zeros(2, 4, 4, 3));
    expect(wrong).toThrow(/yTrue must be \[2,4,4, 3\].*or \[2,4,4, 1\].*got \[2,4,4,2\]/);
  });

  it("labels that are not whole", () => {
    const wrong = () => tfLoss(tf, "dice")(tf.fill([1, 2, 2, 1], 0.5), zeros(1, 2, 2, 3));
    expect(wrong).toThrow(/whole class indices, got 0.5 at pixel 0/);
  });

  it("labels out of range", () => {
    const wrong = () => tfLoss(tf, "dice")(tf.fill([1, 2, 2], 7), zeros(1, 2, 2, 3));
    expect(wrong).toThrow(/labels 0 to 2, got 7 at index 0/);
  });

  it("ignored labels of one-hot targets, and unlabelled pixels of index targets", () => {
    const oneHot = () => tfLoss(tf, "dice", { ignore: 255 })(zeros(1, 2, 2, 3), zeros(1, 2, 2, 3));
    expect(oneHot).toThrow(/ignore: 255 names labels.*ignore: "unlabelled"/);
    const indices = () => tfLoss(tf, "dice", { ignore: "unlabelled" })(zeros(1, 2, 2), zeros(1, 2, 2, 3));
    expect(indices).toThrow(/"unlabelled" needs one-hot targets/);
  });

  it("packed channels that the loss does not know", () => {
    expect(() => tfLoss(tf, "dice", { packed: ["weight"] })).toThrow(
      /packed cannot hold "weight".*mean "weights"/,
    );
    const withMap = formula("mean(m*(p - y)^2)", { maps: ["m"] });
    expect(() => tfLoss(tf, withMap, { packed: ["m"] })).not.toThrow();
  });

  it("a missing map of a formula", () => {
    const withMap = formula("mean(m*(p - y)^2)", { maps: ["m"] });
    const wrong = () => tfLoss(tf, withMap)(zeros(1, 2, 2, 1), zeros(1, 2, 2, 1));
    expect(wrong).toThrow(/the map "m"/);
  });
});
