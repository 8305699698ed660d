import type { Loss, OptionValue } from "../losses/loss.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { COUNTS, formulaOver, mixedFocal, multiplied } from "./overlap.ts";
import { type Preset, presetsOf } from "./preset.ts";
import { DETACHED, flag, ignoredLabel, perClass, REDUCTION, real, refuse, summed, word } from "./specs.ts";

type Options = Readonly<Record<string, OptionValue>>;

const LOSS: OptionSpecs = {
  reduction: REDUCTION,
  class_weight: perClass("factor of each class, not divided out"),
  loss_weight: real(1, "factor of the loss"),
};
const REFUSED = { ignore_index: ignoredLabel(255, -100) };
const NAMED = { loss_name: DETACHED };
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
  return formulaOver({ over: "image", pooled: true }, `${summed(o) ? "images*" : ""}${formula}`, {
    factor: o.loss_weight,
    eps: o.eps,
  });
}

function dice(o: Options): { loss: Loss; link: "softmax" | "sigmoid" | "none" } {
  if (o.version === "0.x") return { loss: formerDice(o), link: "softmax" };
  if (o.class_weight !== null) throw new Error("mmseg.DiceLoss: class_weight is of version 0.x alone.");
  return { loss: pooledDice(o), link: o.activate ? (o.use_sigmoid ? "sigmoid" : "softmax") : "none" };
}

function lovaszLoss(o: Options): Loss {
  const count = summed(o) && o.per_image ? "images*" : "";
  const over = o.per_image ? "image" : "batch";
  if (o.loss_type === "binary") return formulaOver({ over }, `${count}lovasz(relu(1 - z*(2*y - 1)))`, {});
  const classes = (typeof o.classes === "number" ? [o.classes] : o.classes) as
    | "all"
    | "present"
    | readonly number[];
  return formulaOver({ over, classes }, `${count}weight*lovasz(abs(y - p))`, {
    weight: multiplied(o.class_weight),
  });
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
    withoutEffect: NAMED,
    note: "ignored pixels: 0.x leaves them in its denominator, as the last class; here they are in no sum",
    build: dice,
  },
  {
    name: "TverskyLoss",
    summary: "tversky of each class and image, alpha on false positives, with smoothing",
    options: {
      class_weight: LOSS.class_weight,
      loss_weight: LOSS.loss_weight,
      smooth: real(1, "added above and below", 0),
      alpha: real(0.3, "price of false positives", 0),
      beta: real(0.7, "price of false negatives", 0),
    },
    refused: REFUSED,
    withoutEffect: { ...NAMED, reduction: "what is left to reduce is one number already" },
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
    refused: { ...REFUSED, use_sigmoid: refuse("the library has it true alone", true) },
    withoutEffect: NAMED,
    note: "with ignored pixels the library divides by all pixels, here by the valid ones",
    build: (o) => ({
      loss: formulaOver(
        { over: "batch" },
        `${summed(o) ? "total(sum" : "(mean"}(factor*weight*${mixedFocal(o.alpha)}))`,
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
      reduction: word("mean", ["mean", "sum", "none"], "per_image: the mean of the images, or their sum"),
    },
    refused: REFUSED,
    withoutEffect: NAMED,
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
    refused: { ...REFUSED, use_mask: refuse("for networks that put out one mask an object", false) },
    withoutEffect: NAMED,
    note: "with ignored pixels the library divides by all pixels unless avg_non_ignore, here always by the valid ones",
    build(o) {
      const each = o.use_sigmoid ? "-weight*y*logp - (1 - y)*log1mp" : "total(-weight*y*logp)";
      const mean = `mean(factor*(${each}))`;
      const sum = `sum(factor*${o.use_sigmoid ? "total" : ""}(${each}))`;
      return {
        loss: formulaOver({ over: "batch" }, summed(o) ? sum : mean, {
          factor: o.loss_weight,
          weight: multiplied(o.class_weight),
        }),
        link: o.use_sigmoid ? "sigmoid" : "softmax",
      };
    },
  },
]);
