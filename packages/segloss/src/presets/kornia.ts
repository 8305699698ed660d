import { lovasz } from "../losses/lovasz.ts";
import { lovaszHinge } from "../losses/lovasz-hinge.ts";
import { COUNTS, formulaOver, multiplied } from "./overlap.ts";
import { type Preset, presetsOf } from "./preset.ts";
import { BY_COMPILE, list, perClass, real, word } from "./specs.ts";

const REDUCTION = { reduction: word("mean", ["mean"], "the library's default none is no number: here mean") };
const REFUSED = { ignore_index: BY_COMPILE };

/** kornia's losses under its names. */
export const kornia: Readonly<Record<string, Preset>> = presetsOf("kornia", [
  {
    name: "dice_loss",
    summary: "dice per image, of all classes together (micro) or per class (macro)",
    options: {
      average: word("micro", ["micro", "macro"], "classes together, or each on its own"),
      eps: real(1e-8, "added to the denominator", 0),
      weight: list(null, "weight of each class, divided by their sum (macro)"),
    },
    refused: REFUSED,
    note: "the library's one-hot targets carry 1e-6",
    build({ average, eps, weight }) {
      if (weight !== null && average === "micro") {
        throw new Error("kornia.dice_loss: weight is not supported with average micro: give average macro.");
      }
      const region = { over: "image", pooled: average === "micro" } as const;
      const formula =
        weight === null
          ? "1 - 2*sum(p*y)/(sum(p) + sum(y) + eps)"
          : "total(weight*(1 - 2*sum(p*y)/(sum(p) + sum(y) + eps)))/total(weight)";
      return {
        loss: formulaOver(region, formula, { eps, ...(weight === null ? {} : { weight }) }),
        link: "softmax",
      };
    },
  },
  {
    name: "focal_loss",
    summary: "focal of a softmax, averaged over pixels and classes",
    options: {
      alpha: real(null, "weight of classes above 0, 1 - alpha of class 0", 0),
      gamma: real(2, "focusing exponent", 0),
      ...REDUCTION,
      weight: perClass("factor of each class"),
    },
    refused: REFUSED,
    build({ alpha, gamma, weight }) {
      const a = alpha === null ? "" : "(alpha*foreground + (1 - alpha)*(1 - foreground))*";
      const formula = `mean(total(-${a}weight*y*(1 - p)^gamma*logp))/C`;
      const parameters = { gamma, weight: multiplied(weight), ...(alpha === null ? {} : { alpha }) };
      return { loss: formulaOver({ over: "batch" }, formula, parameters), link: "softmax" };
    },
  },
  {
    name: "binary_focal_loss_with_logits",
    summary: "focal of each channel on its own",
    options: {
      alpha: real(0.25, "weight of positives, 1 - alpha of negatives", 0),
      gamma: real(2, "focusing exponent", 0),
      ...REDUCTION,
      pos_weight: perClass("weight of the positives"),
      weight: perClass("factor of each channel"),
    },
    refused: REFUSED,
    build: ({ alpha, gamma, pos_weight, weight }) => ({
      loss: formulaOver(
        { over: "batch" },
        "mean(weight*(-alpha*pos*y*(1 - p)^gamma*logp - (1 - alpha)*(1 - y)*p^gamma*log1mp))",
        { alpha, gamma, pos: multiplied(pos_weight), weight: multiplied(weight) },
      ),
      link: "sigmoid",
    }),
  },
  {
    name: "tversky_loss",
    summary: "tversky per image of all classes together",
    options: {
      alpha: real(0.5, "price of false positives", 0),
      beta: real(0.5, "price of false negatives", 0),
      eps: real(1e-8, "added to the denominator", 0),
    },
    refused: REFUSED,
    defects: "price every mistake alpha + beta whatever its kind, which is what the library's sums come to",
    note: "with classes that exclude each other, false positives and misses are equal in total: both forms have the same value",
    build: ({ alpha, beta, eps, defects }) => ({
      loss: formulaOver(
        { over: "image", pooled: true },
        defects
          ? "1 - tp/(tp + (alpha + beta)*(sum(y) - tp) + eps) where tp = sum(p*y)"
          : `1 - tp/(tp + alpha*fp + beta*fn + eps) where ${COUNTS}`,
        { alpha, beta, eps },
      ),
      link: "softmax",
    }),
  },
  {
    name: "lovasz_hinge_loss",
    summary: "lovaszHinge per image",
    options: {},
    build: () => ({ loss: lovaszHinge({ over: "image" }), link: "sigmoid" }),
  },
  {
    name: "lovasz_softmax_loss",
    summary: "lovasz per image, of all classes",
    options: { weight: list(null, "weight of each class, divided by their sum") },
    note: "the library ranks by class numbers instead of the mask of the class: its value is another, here it is right",
    build: ({ weight }) => ({
      loss: lovasz({
        over: "image",
        classes: "all",
        ...(weight === null ? {} : { classWeights: weight as readonly number[] }),
      }),
      link: "softmax",
    }),
  },
]);
