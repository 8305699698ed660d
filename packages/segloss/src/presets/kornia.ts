import { lovaszHinge } from "../losses/lovasz-hinge.ts";
import { COUNTS, formulaOver, given, multiplied } from "./overlap.ts";
import { type Preset, presetsOf } from "./preset.ts";
import { ignoredLabel, list, orNone, perClass, REDUCTION_NONE, real, summed, word } from "./specs.ts";

const REDUCTION = { reduction: REDUCTION_NONE };
const REFUSED = { ignore_index: ignoredLabel(-100) };

/** kornia's losses under its names. */
export const kornia: Readonly<Record<string, Preset>> = presetsOf("kornia", [
  {
    name: "dice_loss",
    summary: "dice per image, of all classes together (micro) or per class (macro)",
    options: {
      average: word("micro", ["micro", "macro"], "classes together, or each on its own"),
      eps: real(1e-8, "added to the denominator", 0),
      weight: list(null, "macro: weight of each class, divided by their sum; micro: factor of p and y"),
    },
    refused: REFUSED,
    note: "the library's one-hot targets carry 1e-6",
    build({ average, eps, weight }) {
      const micro = average === "micro";
      const [p, y] = micro && weight !== null ? ["weight*p", "weight*y"] : ["p", "y"];
      const each = `1 - 2*sum(${p}*${y})/(sum(${p}) + sum(${y}) + eps)`;
      const formula = micro || weight === null ? each : `total(weight*(${each}))/total(weight)`;
      return {
        loss: formulaOver({ over: "image", pooled: micro }, formula, { eps, ...given("weight", weight) }),
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
    build({ alpha, gamma, weight, reduction }) {
      const a = alpha === null ? "" : "(alpha*foreground + (1 - alpha)*(1 - foreground))*";
      const each = `-${a}weight*y*(1 - p)^gamma*logp`;
      const formula = summed({ reduction }) ? `sum(total(${each}))` : `mean(${each})`;
      const parameters = { gamma, weight: multiplied(weight), ...given("alpha", alpha) };
      return { loss: formulaOver({ over: "batch" }, formula, parameters), link: "softmax" };
    },
  },
  {
    name: "binary_focal_loss_with_logits",
    summary: "focal of each channel on its own",
    options: {
      alpha: orNone(real(0.25, "weight of positives, 1 - alpha of negatives", 0), "no weighting"),
      gamma: real(2, "focusing exponent", 0),
      ...REDUCTION,
      pos_weight: perClass("weight of the positives"),
      weight: perClass("factor of each channel"),
    },
    refused: REFUSED,
    build({ alpha, gamma, pos_weight, weight, reduction }) {
      const [a, b] = alpha === null ? ["", ""] : ["alpha*", "(1 - alpha)*"];
      const each = `weight*(-${a}pos*y*(1 - p)^gamma*logp - ${b}(1 - y)*p^gamma*log1mp)`;
      const parameters = { gamma, pos: multiplied(pos_weight), weight: multiplied(weight) };
      return {
        loss: formulaOver(
          { over: "batch" },
          summed({ reduction }) ? `total(sum(${each}))` : `mean(${each})`,
          { ...parameters, ...given("alpha", alpha) },
        ),
        link: "sigmoid",
      };
    },
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
    options: { weight: list(null, "factor of each class, not divided out") },
    note: "the library ranks by class numbers instead of the mask of the class: its value is another, here it is right",
    build: ({ weight }) => ({
      loss: formulaOver({ over: "image" }, "weight*lovasz(abs(y - p))", { weight: multiplied(weight) }),
      link: "softmax",
    }),
  },
]);
