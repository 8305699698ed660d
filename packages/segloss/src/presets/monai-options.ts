import type { OptionSpec, OptionSpecs } from "../losses/option.ts";
import { ACTIVATION } from "./monai-activation.ts";
import { flag, perClass, real, word } from "./specs.ts";

export const SMOOTH: OptionSpecs = {
  smooth_nr: real(1e-5, "added to the numerator", 0),
  smooth_dr: real(1e-5, "added to the denominator", 0),
};
export const BATCH: OptionSpec = flag(false, "whether sums run over the batch");
export const SOFT_LABEL: OptionSpec = flag(false, "counts by absolute differences, right for soft labels");

export const DICE: OptionSpecs = {
  ...ACTIVATION,
  squared_pred: flag(false, "squares in the denominator"),
  jaccard: flag(false, "intersection over union instead"),
  ...SMOOTH,
  batch: BATCH,
  weight: perClass("factor of each class, not divided out"),
  soft_label: SOFT_LABEL,
};
export const GENERALIZED: OptionSpecs = {
  ...ACTIVATION,
  w_type: word("square", ["square", "simple", "uniform"], "weight of a class by its area"),
  ...SMOOTH,
  batch: BATCH,
};
export const FOCAL: OptionSpecs = {
  gamma: real(2, "focusing exponent", 0),
  alpha: real(null, "weight of positives, 1 - alpha of negatives", 0),
};

export const HAUSDORFF: OptionSpecs = {
  ...ACTIVATION,
  include_background: flag(false, "whether class 0 counts; one channel: give true"),
  alpha: real(2, "power of the distances", 0.01),
  batch: BATCH,
};
export function lambdas(other: string): OptionSpecs {
  return { lambda_dice: real(1, "factor of Dice", 0), [other]: real(1, "factor of the other loss", 0) };
}
