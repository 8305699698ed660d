import { formulaOver } from "./overlap.ts";
import { type Preset, presetsOf } from "./preset.ts";
import { real, refuse } from "./specs.ts";

const REFUSED = {
  weights: refuse("pass weights with the data"),
  // Reduction.SUM_BY_NONZERO_WEIGHTS and Reduction.MEAN are the same without weights.
  reduction: refuse("only the mean is one number to train on", 3, 1),
};
const SMOOTHING = { labelSmoothing: real(0, "mass moved to all classes alike", 0) };

/** The losses of `tf.losses` that masks can be trained with. */
export const tfjs: Readonly<Record<string, Preset>> = presetsOf("tfjs", [
  {
    name: "sigmoidCrossEntropy",
    summary: "crossEntropy of each channel, labels y (1 - s) + s/2",
    options: SMOOTHING,
    refused: REFUSED,
    build: ({ labelSmoothing }) => ({
      loss: formulaOver({ over: "batch" }, "mean(-t*logp - (1 - t)*log1mp) where t = (1 - s)*y + s/2", {
        s: labelSmoothing,
      }),
      link: "sigmoid",
    }),
  },
  {
    name: "softmaxCrossEntropy",
    summary: "crossEntropy of a softmax, labels y (1 - s) + s/C",
    options: SMOOTHING,
    refused: REFUSED,
    note: "there C is the second size of the labels, which is right for [pixels, classes] alone",
    build: ({ labelSmoothing }) => ({
      loss: formulaOver({ over: "batch" }, "mean(total(-t*logp)) where t = (1 - s)*y + s/C", {
        s: labelSmoothing,
      }),
      link: "softmax",
    }),
  },
]);
