#!/bin/sh
# TensorFlow.js 4.22.0, compile({ metrics: ["precision"] }) and metrics.precision, metrics.recall of @tensorflow/tfjs-layers: a pixel is predicted
# where the output is exactly 1, without a threshold, so that the probabilities of a sigmoid have a precision and a recall of 0, however right,
# until they are so sure that single precision rounds them to 1. A perfect mask with p = 0.993 has precision 0 beside an accuracy of 1; with
# p = 1 - 2e-22 it is 1. Keras in Python, whose names these are, cuts at 1/2, as tfjs's own accuracy does.
# Guess before: cut at 1/2. Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --ignore-scripts @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-layers@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
cat > run.mjs <<'JS'
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { layers, metrics, sequential } from "@tensorflow/tfjs-layers";

const truth = tf.tensor4d([1, 1, 0, 0], [1, 2, 2, 1]);
const model = sequential({ layers: [layers.activation({ activation: "sigmoid", inputShape: [2, 2, 1] })] });
model.compile({ optimizer: "sgd", loss: "binaryCrossentropy", metrics: ["precision", "accuracy"] });
const judged = (sure) => model.evaluate(tf.mul(tf.sub(truth, 0.5), 2 * sure), truth).map((one) => one.dataSync()[0]);
const usual = judged(5);
const surest = judged(50);
const recall = metrics.recall(truth, tf.tensor4d([0.99, 0.99, 0.01, 0.01], [1, 2, 2, 1])).dataSync()[0];
console.log("loss, precision, accuracy at p = 0.993:", usual, "at p = 1 in single precision:", surest, "| recall at p = 0.99:", recall);
if (usual[1] !== 0 || usual[2] !== 1 || surest[1] !== 1 || recall !== 0) throw new Error("another precision or recall");
JS
node run.mjs
