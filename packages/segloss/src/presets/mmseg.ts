import type { Loss, OptionValue } from "../losses/loss.ts";
import { lovasz } from "../losses/lovasz.ts";
import { lovaszHinge } from "../losses/lovasz-hinge.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { COUNTS, formulaOver, multiplied } from "./overlap.ts";
import { type Preset, presetsOf } from "./preset.ts";
import { BY_COMPILE, DETACHED, flag, MEAN, perClass, real, word } from "./specs.ts";

type Options = Readonly<Record<string, OptionValue>>;

const LOSS: OptionSpecs = {
  reduction: MEAN,
  class_weight: perClass("factor of each class, not divided out"),
  loss_weight: real(1, "factor of the loss"),
};
const REFUSED = { ignore_index: BY_COMPILE, loss_name: DETACHED };
const FORMER = ["0.x", "1.1"];

/** Up to 1.0: each class of each image, with an exponent below; the mean over classes is not divided by weights. */
function formerDice(o: Options): Loss {
  return formulaOver(
    { over: "image" },
    "factor*weight*(1 - (2*sum(p*y) + smooth)/(sum(p^exponent) + sum(y^exponent) + smooth))",
    { factor: o.loss_weight, weight: multiplied(o.class_weight), smooth: o.smooth, exponent: o.exponent },
  );
}

/** From 1.1: classes and pixels of an image in one sum. */
function pooledDice(o: Options): Loss {
  const formula = o.naive_dice
    ? "factor*(1 - (2*sum(p*y) + eps)/(sum(p) + sum(y) + eps))"
    : "factor*(1 - 2*sum(p*y)/(sum(p^2) + sum(y^2) + 2*eps))";
  return formulaOver({ over: "image", pooled: true }, formula, { factor: o.loss_weight, eps: o.eps });
}

function dice(o: Options): { loss: Loss; link: "softmax" | "sigmoid" | "none" } {
  if (o.version === "0.x") return { loss: formerDice(o), link: "softmax" };
  if (o.class_weight !== null) throw new Error("mmseg.DiceLoss: class_weight is of version 0.x alone.");
  return { loss: pooledDice(o), link: o.activate ? (o.use_sigmoid ? "sigmoid" : "softmax") : "none" };
}

function lovaszLoss(o: Options): Loss {
  const over = o.per_image ? "image" : "batch";
  if (o.loss_type === "binary") return lovaszHinge({ over });
  const classes = (typeof o.classes === "number" ? [o.classes] : o.classes) as
    | "all"
    | "present"
    | readonly number[];
  if (o.class_weight === null) return lovasz({ over, classes });
  return formulaOver({ over, classes }, "weight*lovasz(abs(y - p))", { weight: multiplied(o.class_weight) });
}

/** MMSegmentation's losses under its names. */
export const mmseg: Readonly<Record<string, Preset>> = presetsOf("mmseg", [
  {
    name: "DiceLoss",
    summary:
      "from 1.1 dice of all classes of an image together; version 0.x: powerDice of each, with smoothing",
    options: {
      version: word("1.1", FORMER, "0.x stands for all before 1.1"),
      ...LOSS,
      smooth: real(1, "0.x: added above and below", 0),
      exponent: real(2, "0.x: of p and y below", 1),
      use_sigmoid: flag(true, "1.1: each channel on its own, or a softmax"),
      activate: flag(true, "1.1: whether the input is logits"),
      naive_dice: flag(false, "1.1: sums instead of squares below"),
      eps: real(1e-3, "1.1: added below, twice without naive_dice", 0),
    },
    refused: REFUSED,
    note: "ignored pixels: 0.x leaves them in its denominator, as the last class; here they are in no sum",
    build: dice,
  },
  {
    name: "TverskyLoss",
    summary: "tversky of each class and image, alpha on false positives, with smoothing",
    options: {
      ...LOSS,
      smooth: real(1, "added above and below", 0),
      alpha: real(0.3, "price of false positives", 0),
      beta: real(0.7, "price of false negatives", 0),
    },
    refused: REFUSED,
    build: (o) => ({
      loss: formulaOver(
        { over: "image" },
        `factor*weight*(1 - (tp + smooth)/(tp + alpha*fp + beta*fn + smooth)) where ${COUNTS}`,
        {
          factor: o.loss_weight,
          weight: multiplied(o.class_weight),
          smooth: o.smooth,
          alpha: o.alpha,
          beta: o.beta,
        },
      ),
      link: "softmax",
    }),
  },
  {
    name: "FocalLoss",
    summary: "focal of each channel against the rest, alpha on the positives",
    options: {
      ...LOSS,
      gamma: real(2, "focusing exponent", 0),
      alpha: {
        kind: "numbers",
        default: 0.5,
        min: 0,
        max: 1,
        doc: "weight of positives, for all or each class",
      },
    },
    refused: { ...REFUSED, use_sigmoid: "it has to be true" },
    note: "with ignored pixels the library divides by all pixels, here by the valid ones",
    build: (o) => ({
      loss: formulaOver(
        { over: "batch" },
        "mean(factor*weight*(-alpha*y*(1 - p)^gamma*logp - (1 - alpha)*(1 - y)*p^gamma*log1mp))",
        { factor: o.loss_weight, weight: multiplied(o.class_weight), gamma: o.gamma, alpha: o.alpha },
      ),
      link: "sigmoid",
    }),
  },
  {
    name: "LovaszLoss",
    summary: "lovasz of the batch, or lovaszHinge; logits in",
    options: {
      loss_type: word("multi_class", ["multi_class", "binary"], "softmax, or the hinge of one channel"),
      classes: {
        kind: "numbers",
        default: "present",
        choices: ["present", "all"],
        doc: "classes that count",
      },
      per_image: flag(false, "the mean over images instead of the batch"),
      ...LOSS,
      reduction: word("mean", ["mean", "none"], "no effect: the library refuses mean without per_image"),
    },
    refused: REFUSED,
    build: (o) => ({
      loss: { terms: lovaszLoss(o).terms.map((term) => ({ ...term, weight: o.loss_weight as number })) },
      link: o.loss_type === "binary" ? "sigmoid" : "softmax",
    }),
  },
  {
    name: "CrossEntropyLoss",
    summary:
      "crossEntropy with class weights as factors; use_sigmoid: each channel, weights on its positives",
    options: {
      use_sigmoid: flag(false, "each channel on its own"),
      ...LOSS,
      avg_non_ignore: flag(false, "see note"),
    },
    refused: { ...REFUSED, use_mask: "for networks that put out one mask an object" },
    note: "with ignored pixels the library divides by all pixels unless avg_non_ignore, here always by the valid ones",
    build: (o) => ({
      loss: formulaOver(
        { over: "batch" },
        o.use_sigmoid
          ? "mean(factor*(-weight*y*logp - (1 - y)*log1mp))"
          : "mean(total(-factor*weight*y*logp))",
        { factor: o.loss_weight, weight: multiplied(o.class_weight) },
      ),
      link: o.use_sigmoid ? "sigmoid" : "softmax",
    }),
  },
]);
