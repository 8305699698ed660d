import * as tf from "@tensorflow/tfjs";
import * as core from "@tensorflow/tfjs-core";
import { reference } from "segloss";
import { tfLoss, tfLossFromJson, tfMetrics } from "segloss/tfjs";
import { expect, expectTypeOf, test } from "vitest";

type LossOrMetric = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor;

// What counts here is that this file passes the type checker (npm run types).
test("losses and metrics fit the types of @tensorflow/tfjs and of tfjs-core", () => {
  const ofAll = tfLoss(tf, "dice");
  const ofCore = tfLoss(core, "dice", { engine: reference() });
  expectTypeOf(ofAll).toExtend<LossOrMetric>();
  expectTypeOf(ofCore).toExtend<LossOrMetric>();
  expectTypeOf(ofAll).returns.toEqualTypeOf<tf.Scalar>();
  expectTypeOf(tfLossFromJson(tf, ofAll.toJSON())).toEqualTypeOf(ofAll);

  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2, 2, 1] })] });
  model.compile({ optimizer: "sgd", loss: ofAll });
  expectTypeOf(() => ofAll(tf.zeros([1]), tf.zeros([1]))).toExtend<Parameters<typeof tf.variableGrads>[0]>();

  const metrics = tfMetrics(tf, { classes: 1, metrics: ["dice"] });
  const data = tf.data.array([0]).map(() => ({ xs: tf.zeros([1, 2, 2, 1]), ys: tf.zeros([1, 2, 2, 1]) }));
  const callbacks: tf.CustomCallbackArgs[] = [
    metrics.callback(model, { xs: tf.zeros([1, 2, 2, 1]), ys: tf.zeros([1, 2, 2, 1]) }),
    metrics.callback(model, data as tf.data.Dataset<{ xs: tf.Tensor; ys: tf.Tensor }>, { prefix: "test_" }),
  ];
  expect(callbacks.map((callback) => typeof callback.onEpochEnd)).toEqual(["function", "function"]);
  expectTypeOf(tfMetrics(core, { classes: 3 }).update)
    .parameter(0)
    .toEqualTypeOf<core.Tensor>();
});
