import { crossEntropy } from "../losses/cross-entropy.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { formulaOver, multiplied } from "./overlap.ts";
import { type Preset, type PresetDefinition, presetsOf } from "./preset.ts";
import { BY_COMPILE, list, MEAN, perClass, real } from "./specs.ts";

const REFUSED = { ignore_index: BY_COMPILE, size_average: "give reduction", reduce: "give reduction" };
const CROSS_ENTROPY: OptionSpecs = {
  weight: list(null, "weight of each class; the mean is divided by the weights of the labels"),
  reduction: MEAN,
  label_smoothing: real(0, "mass moved to all classes alike", 0),
};

const softmax: Omit<PresetDefinition, "name"> = {
  summary: "crossEntropy of a softmax; with weights divided by the weights of the labels",
  options: CROSS_ENTROPY,
  refused: REFUSED,
  note: "torch gives NaN when every pixel is ignored, here 0; with weights and soft targets torch divides by the pixels",
  build: ({ weight, label_smoothing }) => ({
    loss: crossEntropy({
      labelSmoothing: label_smoothing as number,
      ...(weight === null ? {} : { classWeights: weight as readonly number[], normalize: true }),
    }),
    link: "softmax",
  }),
};

const binary: Omit<PresetDefinition, "name"> = {
  summary: "crossEntropy of each channel on its own, with pos_weight on the positives",
  options: {
    pos_weight: perClass("weight of the positives, one for all or one per channel"),
    reduction: MEAN,
  },
  refused: { weight: "pass weights with the data", size_average: "give reduction", reduce: "give reduction" },
  build: ({ pos_weight }) => ({
    loss: formulaOver({ over: "batch" }, "mean(-pos*y*logp - (1 - y)*log1mp)", {
      pos: multiplied(pos_weight),
    }),
    link: "sigmoid",
  }),
};

/** PyTorch's losses under its names. */
export const torch: Readonly<Record<string, Preset>> = presetsOf("torch", [
  { name: "cross_entropy", ...softmax },
  { name: "CrossEntropyLoss", ...softmax },
  { name: "binary_cross_entropy_with_logits", ...binary },
  { name: "BCEWithLogitsLoss", ...binary },
]);
