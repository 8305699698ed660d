import type { LinkName } from "../links/index.ts";
import type { Loss, OptionValue } from "../losses/loss.ts";
import { lovasz } from "../losses/lovasz.ts";
import { lovaszHinge } from "../losses/lovasz-hinge.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { BINARY_ENTROPY, formulaOver, given, multiplied, SOFT_COUNTS } from "./overlap.ts";
import { type Preset, presetsOf } from "./preset.ts";
import { flag, ignoredLabel, list, perClass, REDUCTION, real, refuse, summed, word } from "./specs.ts";

type Options = Readonly<Record<string, OptionValue>>;

const MODE: OptionSpecs = {
  mode: word("multiclass", ["binary", "multiclass", "multilabel"], "classes that exclude each other, or not"),
};
const OVERLAP: OptionSpecs = {
  ...MODE,
  classes: list(null, "classes that count; not set: all"),
  log_loss: flag(false, "minus the logarithm of the score"),
  from_logits: flag(true, "whether the input is logits"),
  smooth: real(0, "added to numerator and denominator", 0),
  eps: real(1e-7, "smallest denominator", 0),
  class_weights: list(null, "weight of each class, divided by their sum"),
};
const REFUSED = { ignore_index: ignoredLabel() };

function linkOf({ mode, from_logits }: Options): LinkName {
  if (from_logits === false) return "none";
  return mode === "multiclass" ? "softmax" : "sigmoid";
}

/** Per class over the batch; a class without a true pixel there counts as loss 0. The power is of the mean. */
function overlap(o: Options, alpha: number, beta: number): Loss {
  const each = o.log_loss ? "-log(max(score, eps))" : "1 - score";
  const mean = `total(weight*step(sum(y))*(${each}))/total(weight)`;
  const gamma = (o.gamma ?? 1) as number;
  return formulaOver(
    { over: "batch", classes: (o.classes ?? "all") as readonly number[] | "all" },
    `${gamma === 1 ? mean : `max(${mean}, 1e-30)^gamma`}` +
      ` where score = (tp + smooth)/max(tp + alpha*fp + beta*fn + smooth, eps), ${SOFT_COUNTS}`,
    {
      weight: multiplied(o.class_weights),
      alpha,
      beta,
      smooth: o.smooth,
      eps: o.eps,
      ...(gamma === 1 ? {} : { gamma }),
    },
  );
}

const FOCAL: OptionSpecs = {
  ...MODE,
  from_logits: OVERLAP.from_logits,
  alpha: real(null, "weight of positives, 1 - alpha of negatives", 0),
  gamma: real(2, "focusing exponent", 0),
  reduction: REDUCTION,
  normalized: flag(false, "divided by the sum of the weights, and by the pixels once more"),
  reduced_threshold: real(null, "below it a pixel counts fully", 1e-6),
  class_weights: list(null, "weight of each class, divided by their sum"),
};

/** The chance of a mistake is 1 - exp(-e), e the cross entropy, which matters for soft labels alone. */
const FOCAL_TERMS = `chance = max(2*half/(1 + half), 1e-30), half = tanh(e/2), e = ${BINARY_ENTROPY}`;

function focal(o: Options): Loss {
  const threshold = o.reduced_threshold;
  const faded =
    threshold === null
      ? "chance^gamma"
      : "step(threshold - 1 + chance) + (1 - step(threshold - 1 + chance))*(chance/threshold)^gamma";
  const balance = o.alpha === null ? "" : "(alpha*y + (1 - alpha)*(1 - y))*";
  const normalized = o.normalized ? "/max(sum(faded), 1e-6)" : "";
  const each = `${summed(o) ? "sum" : "mean"}(${balance}faded*e)${normalized}`;
  return formulaOver(
    { over: "batch" },
    `total(weight*${each})/total(weight) where faded = ${faded}, ${FOCAL_TERMS}`,
    {
      weight: multiplied(o.class_weights),
      gamma: o.gamma,
      ...given("alpha", o.alpha),
      ...given("threshold", threshold),
    },
  );
}

const ONE_VS_REST = "multiclass is a sigmoid of each class against the rest, as there";

/** segmentation_models.pytorch's losses under its names. */
export const smp: Readonly<Record<string, Preset>> = presetsOf("smp", [
  {
    name: "DiceLoss",
    summary: "dice over the batch; classes without a true pixel count as 0",
    options: OVERLAP,
    refused: REFUSED,
    build: (o) => ({ loss: overlap(o, 0.5, 0.5), link: linkOf(o) }),
  },
  {
    name: "JaccardLoss",
    summary: "jaccard over the batch; classes without a true pixel count as 0",
    options: OVERLAP,
    refused: REFUSED,
    build: (o) => ({ loss: overlap(o, 1, 1), link: linkOf(o) }),
  },
  {
    name: "TverskyLoss",
    summary: "tversky over the batch, the mean over classes to the power gamma",
    options: {
      ...OVERLAP,
      alpha: real(0.5, "price of false positives", 0),
      beta: real(0.5, "price of false negatives", 0),
      gamma: real(1, "power of the mean over classes", 0),
    },
    refused: REFUSED,
    note: "gamma is the power itself, and of the mean: the opposite of focalTversky's article",
    build: (o) => ({ loss: overlap(o, o.alpha as number, o.beta as number), link: linkOf(o) }),
  },
  {
    name: "FocalLoss",
    summary: "focal of each class against the rest",
    options: FOCAL,
    refused: REFUSED,
    withoutEffect: { eps: "probabilities are clipped at it; here log 0 is an error" },
    note: ONE_VS_REST,
    build(o) {
      if (o.from_logits === false && o.mode === "multiclass")
        throw new Error(
          "smp.FocalLoss: from_logits=false is not supported with mode multiclass: the library feeds log p to a sigmoid; pass logits.",
        );
      return { loss: focal(o), link: o.from_logits === false ? "none" : "sigmoid" };
    },
  },
  {
    name: "LovaszLoss",
    summary: "lovasz of a softmax, or lovaszHinge",
    options: { ...MODE, per_image: flag(false, "the mean over images instead of the batch") },
    refused: REFUSED,
    withoutEffect: { from_logits: "the library takes logits, whatever it is" },
    build({ mode, per_image }) {
      const over = per_image ? "image" : "batch";
      if (mode === "multiclass") return { loss: lovasz({ over, classes: "present" }), link: "softmax" };
      if (mode === "multilabel")
        throw new Error(
          "smp.LovaszLoss: multilabel joins all channels into one ranking, which is not supported here: sum lovaszHinge over the channels.",
        );
      return { loss: lovaszHinge({ over }), link: "sigmoid" };
    },
  },
  {
    name: "SoftCrossEntropyLoss",
    summary: "crossEntropy with label smoothing",
    options: { reduction: REDUCTION, smooth_factor: real(null, "mass moved to all classes alike", 0) },
    refused: { ignore_index: ignoredLabel(-100), dim: refuse("the layout says where the channels are", 1) },
    note: "with ignored pixels the library divides by all pixels, here by the valid ones; without smooth_factor it fails, here it is 0",
    build: (o) => ({
      loss: formulaOver({ over: "batch" }, `${summed(o) ? "sum" : "mean"}(total(-((1 - s)*y + s/C)*logp))`, {
        s: o.smooth_factor ?? 0,
      }),
      link: "softmax",
    }),
  },
  {
    name: "SoftBCEWithLogitsLoss",
    summary: "crossEntropy of each channel, labels y (1 - s) + (1 - y) s",
    options: {
      reduction: REDUCTION,
      smooth_factor: real(null, "a label is the other one with this probability", 0),
      pos_weight: perClass("weight of the positives"),
    },
    refused: { ignore_index: ignoredLabel(-100), weight: refuse("pass weights with the data") },
    note: "with ignored pixels the library divides by all pixels, here by the valid ones",
    build(o) {
      const each = "-pos*t*logp - (1 - t)*log1mp";
      const formula = summed(o) ? `total(sum(${each}))` : `mean(${each})`;
      return {
        loss: formulaOver({ over: "batch" }, `${formula} where t = y*(1 - s) + (1 - y)*s`, {
          s: o.smooth_factor ?? 0,
          pos: multiplied(o.pos_weight),
        }),
        link: "sigmoid",
      };
    },
  },
  {
    name: "MCCLoss",
    summary: "mcc of probabilities of one channel, eps added to the counts",
    options: { eps: real(1e-5, "added to each count", 0) },
    build: ({ eps }) => ({
      loss: formulaOver(
        { over: "batch" },
        "1 - (a*d - b*c)/(sqrt((a + b)*(a + c))*sqrt((d + b)*(d + c)))" +
          " where a = sum(p*y) + eps, b = sum(p*(1 - y)) + eps, c = sum((1 - p)*y) + eps, d = sum((1 - p)*(1 - y)) + eps",
        { eps },
      ),
      link: "none",
    }),
  },
]);
