import type { Loss, OptionValue } from "../losses/loss.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { polyCrossEntropy } from "../losses/poly-cross-entropy.ts";
import { BINARY_ENTROPY, COUNTS, formulaOver, given, mixedFocal, multiplied } from "./overlap.ts";
import { type Preset, type PresetDefinition, presetsOf } from "./preset.ts";
import { flag, perClass, REDUCTION, real, refuse, summed } from "./specs.ts";

type Options = Readonly<Record<string, OptionValue>>;

const DICE: OptionSpecs = {
  class_weights: perClass("factor of each class, not divided out; the background's is left out with it"),
  smooth: real(1, "added to numerator and denominator of tp/(tp + alpha fp + beta fn)", 0),
  alpha: real(0.5, "price of false positives", 0),
  beta: real(0.5, "price of false negatives", 0),
  reduction: { ...REDUCTION, doc: `over the classes; images are averaged. ${REDUCTION.doc}` },
  ignore_background: flag(false, "whether class 0 is left out"),
};
const AXIS = { axis: refuse("sums run over each image") };
const PIXELS = {
  axis: refuse("channels are known", -1),
  where: refuse("pass a mask with the data"),
};

function dice(o: Options): Loss {
  const each = "weight*(1 - (tp + smooth)/(tp + alpha*fp + beta*fn + smooth))";
  return formulaOver(
    { over: "image", background: !o.ignore_background },
    `${summed(o) ? `total(${each})` : each} where ${COUNTS}`,
    { weight: multiplied(o.class_weights), smooth: o.smooth, alpha: o.alpha, beta: o.beta },
  );
}

const softmaxEntropy: Omit<PresetDefinition, "name"> = {
  summary: "crossEntropy, the mean over pixels",
  options: {},
  refused: PIXELS,
  build: () => ({ loss: formulaOver({ over: "batch" }, "mean(total(-y*logp))", {}), link: "softmax" }),
};

/** optax' losses under its names, averaged over what they leave: images for Dice, pixels for the others. */
export const optax: Readonly<Record<string, Preset>> = presetsOf("optax", [
  {
    name: "dice_loss",
    summary: "tversky per image and class with smoothing on the half scale",
    options: { ...DICE, apply_softmax: flag(true, "whether the input is logits") },
    refused: AXIS,
    note: "logits of one channel go through a sigmoid, of several through a softmax, as there; of maps without an axis of channels optax 0.2.8 takes the columns for classes",
    build: (o) => ({ loss: dice(o), link: o.apply_softmax ? "default" : "none" }),
  },
  {
    name: "binary_dice_loss",
    summary: "the same of one channel",
    options: {
      smooth: DICE.smooth,
      alpha: DICE.alpha,
      beta: DICE.beta,
    },
    refused: { apply_sigmoid: refuse("pass logits: the library fails on probabilities", true) },
    build: (o) => ({
      loss: dice({ ...o, class_weights: null, ignore_background: false, reduction: "mean" }),
      link: "sigmoid",
    }),
  },
  {
    name: "multiclass_generalized_dice_loss",
    summary: "dice_loss with class weights 1/(pixels^2 + 1e-7), over the batch, times their mean",
    options: {
      smooth: real(1, "added to numerator and denominator", 0),
      apply_softmax: flag(true, "whether the input is logits"),
      ignore_background: flag(false, "whether class 0 is left out"),
    },
    note: "not Sudre's generalised Dice; weights come from the batch, here from each image, so that a batch of one image gives the same; a class without a pixel there takes nearly all of the weight",
    build: (o) => ({
      // All classes share the weights, whose mean is 1, also when class 0 is left out afterwards.
      loss: formulaOver(
        { over: "image" },
        "C*total(k*v*(1 - (tp + smooth)/(tp + fp/2 + fn/2 + smooth)))/(total(v)*total(k))" +
          ` where k = ${o.ignore_background ? "foreground" : "1"}, v = 1/(sum(y)^2 + 1e-7), ${COUNTS}`,
        { smooth: o.smooth },
      ),
      link: o.apply_softmax ? "softmax" : "none",
    }),
  },
  {
    name: "sigmoid_focal_loss",
    summary: "focal of each channel on its own",
    options: {
      alpha: real(null, "weight of positives, 1 - alpha of negatives", 0),
      gamma: real(2, "focusing exponent", 0),
    },
    build: ({ alpha, gamma }) => ({
      loss: formulaOver({ over: "batch" }, `mean(${mixedFocal(alpha)})`, { gamma, ...given("alpha", alpha) }),
      link: "sigmoid",
    }),
  },
  {
    name: "sigmoid_binary_cross_entropy",
    summary: "crossEntropy of each channel on its own",
    options: {},
    build: () => ({
      loss: formulaOver({ over: "batch" }, `mean(${BINARY_ENTROPY})`, {}),
      link: "sigmoid",
    }),
  },
  { name: "softmax_cross_entropy", ...softmaxEntropy },
  { name: "softmax_cross_entropy_with_integer_labels", ...softmaxEntropy },
  {
    name: "poly_loss_cross_entropy",
    summary: "polyCrossEntropy",
    options: { epsilon: real(2, "factor of 1 - p") },
    refused: PIXELS,
    build: ({ epsilon }) => ({ loss: polyCrossEntropy({ epsilon: epsilon as number }), link: "softmax" }),
  },
]);
