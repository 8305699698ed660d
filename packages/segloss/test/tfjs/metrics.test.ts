import * as tf from "@tensorflow/tfjs";
import { dice, jaccard } from "segloss";
import { diceScore } from "segloss/metrics";
import { tfLoss, tfMetrics } from "segloss/tfjs";
import { describe, expect, it } from "vitest";
import { describeBackends } from "./backends.ts";

/** Logits of +-20, so that the sigmoid is 0 or 1 to rounding: [images, pixels, 1]. */
const hard = (...images: number[][]) => tf.tensor3d(images.map((image) => image.map((p) => [p ? 20 : -20])));
const truth = (...images: number[][]) => tf.tensor3d(images.map((image) => image.map((y) => [y])));

describeBackends("metrics of a data set", () => {
  it("are not the mean of those of its batches", () => {
    const metrics = tfMetrics(tf, { classes: 1 });
    // The first batch: tp 6, fp 2, fn 0, Dice 12/14. The second: tp 0, fp 0, fn 1, Dice 0.
    const batches = [
      [truth([1, 1, 1, 1, 1, 1, 0, 0]), hard([1, 1, 1, 1, 1, 1, 1, 1])],
      [truth([0, 0, 0, 0, 0, 0, 0, 1]), hard([0, 0, 0, 0, 0, 0, 0, 0])],
    ];
    const each = batches.map(([y, z]) => {
      metrics.reset();
      metrics.update(y, z);
      return metrics.result().dice.value!;
    });
    metrics.reset();
    for (const [y, z] of batches) metrics.update(y, z);
    const { dice: whole, jaccard: iou } = metrics.result();
    expect(each).toEqual([12 / 14, 0]);
    expect((each[0] + each[1]) / 2).toBeCloseTo(6 / 14, 12);
    expect(whole.value).toBe(12 / 15);
    expect(iou.value).toBe(6 / 9);
  });

  it("are 1 - loss over the batch on hard masks", () => {
    const [y, z] = [truth([1, 1, 0, 0, 1], [0, 1, 0, 0, 0]), hard([1, 0, 1, 0, 1], [0, 1, 1, 0, 0])];
    const metrics = tfMetrics(tf, { classes: 1 });
    metrics.update(y, z);
    const value = (loss: ReturnType<typeof dice>) => tfLoss(tf, loss)(y, z).dataSync()[0];
    expect(metrics.result().dice.value).toBeCloseTo(1 - value(dice({ over: "batch" })), 6);
    expect(metrics.result().jaccard.value).toBeCloseTo(1 - value(jaccard({ over: "batch" })), 6);
  });

  it("of three classes take one-hot and index targets, and leave out ignored pixels", () => {
    const labels = tf.tensor2d([[0, 1, 2, 2, 255]], [1, 5], "int32");
    const predicted = tf.tensor2d([[0, 1, 1, 2, 1]], [1, 5], "int32");
    const z = tf.cast(tf.oneHot(predicted, 3), "float32");
    const indices = tfMetrics(tf, { classes: 3, metrics: ["dice", diceScore, "recall"], ignore: 255 });
    indices.update(labels, z);
    const oneHot = tfMetrics(tf, { classes: 3, metrics: ["dice"], ignore: "unlabelled" });
    oneHot.update(tf.oneHot(labels, 3), z);
    const expected = [1, 2 / 3, 2 / 3];
    expect(indices.result().dice.classes).toEqual(expected);
    expect(indices.result().diceScore.classes).toEqual(expected);
    expect(indices.result().recall.classes).toEqual([1, 1, 1 / 2]);
    expect(oneHot.result().dice.classes).toEqual(expected);
  });

  it("average over the classes that are asked for", () => {
    const labels = tf.tensor2d([[0, 1, 2, 2]], [1, 4], "int32");
    const z = tf.cast(tf.oneHot(tf.tensor2d([[0, 1, 1, 2]], [1, 4], "int32"), 3), "float32");
    const metrics = tfMetrics(tf, { classes: 3, metrics: ["dice"], scored: [0, 1] });
    metrics.update(labels, z);
    expect(metrics.result().dice.value).toBeCloseTo((1 + 2 / 3) / 2, 12);
  });

  it("of one channel have their threshold at logit 0 or at probability 1/2", () => {
    const y = truth([1, 1, 0, 0]);
    const outputs = tf.tensor3d([[[0.6], [0.4], [0.4], [-0.1]]]);
    const value = (options: object) => {
      const metrics = tfMetrics(tf, { classes: 1, metrics: ["precision"], ...options });
      metrics.update(y, outputs);
      return metrics.result().precision.value;
    };
    expect(value({})).toBe(2 / 3);
    expect(value({ link: "none" })).toBe(1);
  });

  it("leave no tensors behind", () => {
    const metrics = tfMetrics(tf, { classes: 1 });
    const [y, z] = [truth([1, 0]), hard([1, 0])];
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) metrics.update(y, z);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("the callback", () => {
  const data = () => {
    const xs = hard([1, 1, 1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]);
    const ys = truth([1, 1, 1, 1, 1, 1, 0, 0], [0, 0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0, 0]);
    return { xs, ys };
  };
  /** A model whose output is its input, and which learns nothing: the learning rate is 0. */
  const identity = () => {
    const dense = tf.layers.dense({
      units: 1,
      inputShape: [8, 1],
      kernelInitializer: "ones",
    });
    const model = tf.sequential({ layers: [dense] });
    model.compile({ optimizer: tf.train.sgd(0), loss: tfLoss(tf, "crossEntropy") });
    return model;
  };

  it("puts the data set's values into the logs, whatever the batches are", async () => {
    await tf.setBackend("cpu");
    const { xs, ys } = data();
    const model = identity();
    const metrics = tfMetrics(tf, { classes: 1 });
    const dataset = tf.data
      .zip({ xs: tf.data.array(tf.unstack(xs)), ys: tf.data.array(tf.unstack(ys)) })
      .batch(2) as tf.data.Dataset<{ xs: tf.Tensor; ys: tf.Tensor }>;
    metrics.update(ys, tf.neg(xs)); // of no importance: every epoch begins anew
    const callbacks = [
      metrics.callback(model, { xs, ys }, { batchSize: 1 }),
      metrics.callback(model, { xs, ys }, { prefix: "whole_" }),
      metrics.callback(model, dataset, { prefix: "stream_" }),
    ];
    const before = tf.memory().numTensors;
    const { history } = await model.fit(xs, ys, { epochs: 2, verbose: 0, callbacks });
    for (const prefix of ["val_", "whole_", "stream_"]) {
      expect(history[`${prefix}dice`]).toEqual([12 / 15, 12 / 15]);
      expect(history[`${prefix}jaccard`]).toEqual([6 / 9, 6 / 9]);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it("stands beside callbacks of TensorFlow.js when wrapped, before those that watch its values", async () => {
    const { xs, ys } = data();
    const model = identity();
    const dice = new tf.CustomCallback(tfMetrics(tf, { classes: 1 }).callback(model, { xs, ys }));
    const stop = tf.callbacks.earlyStopping({ monitor: "val_dice", mode: "max", patience: 1 });
    const { epoch } = await model.fit(xs, ys, { epochs: 9, verbose: 0, callbacks: [dice, stop] });
    expect(epoch).toEqual([0, 1]);
  });
});

describe("mistakes are told", () => {
  it("an unknown metric", () => {
    expect(() => tfMetrics(tf, { classes: 1, metrics: ["dise"] })).toThrow(/Unknown metric "dise".*"dice"/);
  });

  it("another number of channels", () => {
    const metrics = tfMetrics(tf, { classes: 3 });
    expect(() => metrics.update(truth([1]), hard([1]))).toThrow(/must have 3 channels.*got \[1,1,1\]/);
  });

  it("predictions that are NaN", () => {
    const metrics = tfMetrics(tf, { classes: 1 });
    expect(() => metrics.update(truth([1]), tf.fill([1, 1, 1], Number.NaN))).toThrow(/NaN at index 0/);
  });
});
