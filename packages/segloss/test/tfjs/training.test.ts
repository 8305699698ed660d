import * as tf from "@tensorflow/tfjs";
import { dice, focal, type Loss, parseLoss } from "segloss";
import { tfLoss, tfMetrics } from "segloss/tfjs";
import { expect, it } from "vitest";
import { describeBackends } from "./backends.ts";
import { discs } from "./discs.ts";

const SIZE = 8;
const EPOCHS = 8;
const LOSSES: readonly [string, Loss][] = [
  ["Dice", dice({ smooth: 1 })],
  ["focal", focal()],
  ["Lovász + cross entropy", parseLoss("lovasz + crossEntropy")],
];

/** Convolutions where the backend can learn them: the wasm backend lacks Conv2DBackpropFilter. */
function network(): tf.Sequential {
  const filters = { kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }), padding: "same" as const };
  const first = { ...filters, activation: "relu" as const, inputShape: [SIZE, SIZE, 1] };
  const layers =
    tf.getBackend() === "wasm"
      ? [tf.layers.dense({ ...first, units: 6 }), tf.layers.dense({ ...filters, units: 3 })]
      : [
          tf.layers.conv2d({ ...first, filters: 6, kernelSize: 3 }),
          tf.layers.conv2d({ ...filters, filters: 3, kernelSize: 3 }),
        ];
  return tf.sequential({ layers });
}

describeBackends("model.compile and model.fit learn with", () => {
  for (const [name, loss] of LOSSES) {
    it(name, async () => {
      const { images, oneHot } = discs(7, SIZE);
      const lossFn = tfLoss(tf, loss);
      const metrics = tfMetrics(tf, { classes: 3, metrics: ["iou"] });
      const model = network();
      model.compile({ optimizer: tf.train.adam(0.07), loss: lossFn });
      const history = await model.fit(images, oneHot, {
        epochs: EPOCHS,
        batchSize: 4,
        shuffle: false,
        verbose: 0,
        callbacks: metrics.callback(model, { xs: images, ys: oneHot }),
      });
      const { loss: losses, val_iou: iou } = history.history as Record<string, number[]>;
      expect(losses).toHaveLength(EPOCHS);
      expect(losses[EPOCHS - 1]).toBeLessThan(0.6 * losses[0]);
      expect(iou[EPOCHS - 1]).toBeGreaterThan(iou[0]);
      expect(iou[EPOCHS - 1]).toBeGreaterThan(0.7);
      lossFn.dispose();
    });
  }
});

describeBackends("fitDataset takes what fit refuses:", () => {
  it("class indices with pixel weights behind them", async () => {
    const { images, labels } = discs(7, SIZE);
    const weights = tf.add(1, tf.cast(tf.greater(labels, 0), "float32"));
    const packed = tf.concat([tf.cast(labels, "float32"), weights], -1);
    const model = network();
    model.compile({
      optimizer: tf.train.adam(0.03),
      loss: tfLoss(tf, "crossEntropy", { packed: ["weights"] }),
    });
    await expect(model.fit(images, packed, { verbose: 0 })).rejects.toThrow(/shape/);
    const data = tf.data.zip({
      xs: tf.data.array(tf.unstack(images)),
      ys: tf.data.array(tf.unstack(packed)),
    });
    const { history } = await model.fitDataset(
      data.batch(3) as tf.data.Dataset<{ xs: tf.Tensor; ys: tf.Tensor }>,
      {
        epochs: 6,
        verbose: 0,
      },
    );
    const losses = history.loss as number[];
    expect(losses[5]).toBeLessThan(0.6 * losses[0]);
  });
});

describeBackends("a network that diverges", () => {
  it("rejects fit and says what happened; the model keeps its weights and can be trained again", async () => {
    const { images, oneHot } = discs(2, SIZE);
    const model = network();
    model.compile({ optimizer: tf.train.sgd(0.1), loss: tfLoss(tf, "dice") });
    const weights = () => model.getWeights().flatMap((w) => [...w.dataSync()]);
    const before = weights();
    const bad = tf.fill([2, SIZE, SIZE, 1], Number.NaN);
    await expect(model.fit(bad, oneHot, { verbose: 0 })).rejects.toThrow(/logits must be finite, got NaN/);
    expect(weights()).toEqual(before);
    const { history } = await model.fit(images, oneHot, { verbose: 0 });
    expect(Number.isFinite(history.loss[0])).toBe(true);
    expect(weights()).not.toEqual(before);
  });
});
