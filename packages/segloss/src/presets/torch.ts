import { crossEntropy } from "../losses/cross-entropy.ts";
import type { Loss, OptionValue } from "../losses/loss.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { formulaOver, multiplied } from "./overlap.ts";
import { type Preset, type PresetDefinition, presetsOf } from "./preset.ts";
import { ignoredLabel, list, perClass, REDUCTION, real, refuse, summed } from "./specs.ts";

const FORMER = { size_average: refuse("give reduction", true), reduce: refuse("give reduction", true) };
const CROSS_ENTROPY: OptionSpecs = {
  weight: list(null, "weight of each class; the mean is divided by the weights of the labels"),
  reduction: REDUCTION,
  label_smoothing: real(0, "mass moved to all classes alike", 0),
};

/** Weights are divided out of the mean alone. */
function summedEntropy(weight: OptionValue, smoothing: OptionValue): Loss {
  return formulaOver({ over: "batch" }, "sum(total(-weight*((1 - s)*y + s/C)*logp))", {
    weight: multiplied(weight),
    s: smoothing,
  });
}

/** Of a softmax; other libraries derive theirs from it. */
export const TORCH_CROSS_ENTROPY: Omit<PresetDefinition, "name"> = {
  summary: "crossEntropy of a softmax; with weights divided by the weights of the labels",
  options: CROSS_ENTROPY,
  refused: { ...FORMER, ignore_index: ignoredLabel(-100) },
  note: "torch gives NaN when every pixel is ignored, here 0; with weights and soft targets torch divides by the pixels",
  build(o) {
    const { weight, label_smoothing } = o;
    if (summed(o)) return { loss: summedEntropy(weight, label_smoothing), link: "softmax" };
    const loss = crossEntropy({
      labelSmoothing: label_smoothing as number,
      ...(weight === null ? {} : { classWeights: weight as readonly number[], normalize: true }),
    });
    return { loss, link: "softmax" };
  },
};

const binary: Omit<PresetDefinition, "name"> = {
  summary: "crossEntropy of each channel on its own, with pos_weight on the positives",
  options: {
    pos_weight: perClass("weight of the positives, one for all or one per channel"),
    reduction: REDUCTION,
  },
  refused: { ...FORMER, weight: refuse("pass weights with the data") },
  build(o) {
    const each = "-pos*y*logp - (1 - y)*log1mp";
    const formula = summed(o) ? `total(sum(${each}))` : `mean(${each})`;
    return {
      loss: formulaOver({ over: "batch" }, formula, { pos: multiplied(o.pos_weight) }),
      link: "sigmoid",
    };
  },
};

/** PyTorch's losses under its names. */
export const torch: Readonly<Record<string, Preset>> = presetsOf("torch", [
  { name: "cross_entropy", ...TORCH_CROSS_ENTROPY },
  { name: "CrossEntropyLoss", ...TORCH_CROSS_ENTROPY },
  { name: "binary_cross_entropy_with_logits", ...binary },
  { name: "BCEWithLogitsLoss", ...binary },
]);
