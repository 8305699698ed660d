import { boundary } from "../losses/boundary.ts";
import { scale, sum } from "../losses/combine.ts";
import { crossEntropy } from "../losses/cross-entropy.ts";
import { distancePenalizedCrossEntropy } from "../losses/distance-penalized-cross-entropy.ts";
import { lovasz } from "../losses/lovasz.ts";
import { topKCrossEntropy } from "../losses/top-k-cross-entropy.ts";
import { COMMON, linkOf, minusScore, NONLIN, ODYSSEY_OVERLAPS } from "./odyssey-overlaps.ts";
import { COUNTS, formulaOver, regionOf } from "./overlap.ts";
import { type Preset, presetsOf } from "./preset.ts";
import { ignoredLabel, list, real, refuse } from "./specs.ts";
import { TORCH_CROSS_ENTROPY } from "./torch.ts";

/** Of a loss of two parts. */
const SUM = {
  apply_nonlin: refuse("it is the softmax", "softmax"),
  aggregate: refuse("the library has the sum alone", "sum"),
};

/** SegLossOdyssey's losses under its names; a score comes with a minus, as there. */
export const odyssey: Readonly<Record<string, Preset>> = presetsOf("odyssey", [
  ...ODYSSEY_OVERLAPS,
  { name: "CrossentropyND", ...TORCH_CROSS_ENTROPY },
  {
    name: "TopKLoss",
    summary: "topKCrossEntropy with share k/100",
    options: { k: real(10, "percent of the pixels that count", 1e-6) },
    refused: {
      weight: refuse("weights change which pixels are the hardest there"),
      ignore_index: ignoredLabel(-100),
    },
    build: ({ k }) => ({ loss: topKCrossEntropy({ share: (k as number) / 100 }), link: "softmax" }),
  },
  {
    name: "DC_and_CE_loss",
    summary: "SoftDiceLoss plus CrossentropyND; the parts' options are given together",
    options: {
      ...COMMON,
      weight: list(null, "weight of each class in cross entropy, divided by those of the labels"),
    },
    refused: SUM,
    build: (o) => ({
      loss: sum(
        minusScore(o, "(2*tp + smooth)/(2*tp + fp + fn + smooth)"),
        crossEntropy(
          o.weight === null ? {} : { classWeights: o.weight as readonly number[], normalize: true },
        ),
      ),
      link: "softmax",
    }),
  },
  {
    name: "DC_and_topk_loss",
    summary: "SoftDiceLoss plus TopKLoss; the parts' options are given together",
    options: { ...COMMON, k: real(10, "percent of the pixels that count", 1e-6) },
    refused: SUM,
    build: (o) => ({
      loss: sum(
        minusScore(o, "(2*tp + smooth)/(2*tp + fp + fn + smooth)"),
        topKCrossEntropy({ share: (o.k as number) / 100 }),
      ),
      link: "softmax",
    }),
  },
  {
    name: "FocalLoss",
    summary:
      "focal; a number alpha is the weight of balance_index and 1 - alpha of the others, a list is divided by its sum",
    options: {
      ...NONLIN,
      alpha: { kind: "numbers", default: null, min: 0, doc: "weight of balance_index, or one per class" },
      gamma: real(2, "focusing exponent", 0),
      balance_index: real(0, "class that has alpha; 0 is supported", 0),
      smooth: { ...real(1e-5, "label smoothing, and added to the probability", 0), max: 1 },
    },
    refused: { size_average: refuse("only the mean is one number to train on", true) },
    build(o) {
      if (o.balance_index !== 0)
        throw new Error("odyssey.FocalLoss: balance_index is 0 here: give alpha as a list.");
      const listed = Array.isArray(o.alpha) ? (o.alpha as readonly number[]) : null;
      const total = listed?.reduce((a, b) => a + b, 0) ?? 1;
      const weight =
        typeof o.alpha === "number"
          ? "(alpha*(1 - foreground) + (1 - alpha)*foreground)*"
          : listed
            ? "alpha*"
            : "";
      const alpha = listed ? listed.map((a) => a / total) : o.alpha;
      return {
        loss: formulaOver(
          { over: "batch" },
          `mean(-total(${weight}y)*max(1 - pt, 1e-30)^gamma*log(pt)) where pt = total(clip(y, s/(C - 1), 1 - s)*p) + s`,
          {
            gamma: o.gamma,
            s: o.smooth,
            ...(alpha === null ? {} : { alpha }),
          },
        ),
        link: linkOf(o),
      };
    },
  },
  {
    name: "LovaszSoftmax",
    summary: "lovasz of all classes over the batch; probabilities in",
    options: {},
    refused: { reduction: refuse("the library ignores it", "mean") },
    note: "its published trainer passed raw logits: that result is no Lovász loss",
    build: () => ({ loss: lovasz({ classes: "all", over: "batch" }), link: "none" }),
  },
  {
    name: "ExpLog_loss",
    summary:
      "0.8 (-log of the mean Dice score)^gamma + 0.2 cross entropy; the parts' options are given together",
    options: {
      ...COMMON,
      gamma: real(0.3, "power of the Dice part", 0.01),
      weight: list(null, "weight of each class in cross entropy, divided by those of the labels"),
    },
    refused: {
      square: refuse("squares of counts are not supported with this loss", false),
      apply_nonlin: SUM.apply_nonlin,
    },
    note: "cross entropy has no power there. The mean over images is inside: the same for batch_dice=true or a batch of one image",
    build: (o) => ({
      loss: sum(
        formulaOver(
          { over: regionOf(o.batch_dice), background: o.do_bg as boolean },
          `0.8*max(-log(max(score, 1e-6)), 1e-30)^gamma where score = total((2*tp + smooth)/(2*tp + fp + fn + smooth))/total(1), ${COUNTS}`,
          { smooth: o.smooth, gamma: o.gamma },
        ),
        scale(
          0.2,
          crossEntropy(
            o.weight === null ? {} : { classWeights: o.weight as readonly number[], normalize: true },
          ),
        ),
      ),
      link: "softmax",
    }),
  },
  {
    name: "BDLoss",
    summary: "boundary of the foreground classes, with distances one pixel less inside",
    options: {},
    note: "distances are made from the targets: pass no bound",
    build: () => ({
      loss: sum(
        boundary({ background: false }),
        formulaOver({ over: "image", background: false }, "mean(y*p)", {}),
      ),
      link: "softmax",
    }),
  },
  {
    name: "DisPenalizedCE",
    summary: "distancePenalizedCrossEntropy of two classes",
    options: {},
    defects: "return the plain cross entropy, as the released class does",
    build: ({ defects }) => ({
      loss: defects ? crossEntropy() : distancePenalizedCrossEntropy(),
      link: "softmax",
    }),
  },
]);
