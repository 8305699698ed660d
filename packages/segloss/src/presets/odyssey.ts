import type { LinkName } from "../links/index.ts";
import { asymmetricSimilarity } from "../losses/asymmetric-similarity.ts";
import { boundary } from "../losses/boundary.ts";
import { scale, sum } from "../losses/combine.ts";
import { crossEntropy } from "../losses/cross-entropy.ts";
import { distancePenalizedCrossEntropy } from "../losses/distance-penalized-cross-entropy.ts";
import { loss as formula } from "../losses/formula-loss.ts";
import type { Loss, OptionValue } from "../losses/loss.ts";
import { lovasz } from "../losses/lovasz.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { sensitivitySpecificity } from "../losses/sensitivity-specificity.ts";
import { topKCrossEntropy } from "../losses/top-k-cross-entropy.ts";
import { COUNTS, formulaOver, regionOf } from "./overlap.ts";
import { type Preset, type PresetDefinition, presetsOf } from "./preset.ts";
import { flag, list, real, word } from "./specs.ts";

type Options = Readonly<Record<string, OptionValue>>;

const COMMON: OptionSpecs = {
  apply_nonlin: word(
    "softmax",
    ["softmax", "none"],
    "softmax, as its trainers give, or none for probabilities",
  ),
  batch_dice: flag(false, "whether sums run over the batch"),
  do_bg: flag(true, "whether class 0 counts"),
  smooth: real(1, "added to numerator and denominator; its trainers have 1e-5", 0),
  square: flag(false, "squares of tp, fp and fn pixel by pixel"),
};
const GENERALIZED: OptionSpecs = {
  apply_nonlin: COMMON.apply_nonlin,
  smooth: real(1e-5, "added above and below", 0),
};

function linkOf(o: Options): LinkName {
  return o.apply_nonlin === "none" ? "none" : "softmax";
}

/** The score of soft counts, squared pixel by pixel on demand: as it returns, minus the score. */
function minusScore(o: Options, score: string, parameters: Options = {}): Loss {
  const counts = o.square ? COUNTS.replace(/sum\(([^,]+)\)/g, "sum(($1)^2)") : COUNTS;
  const region = { over: regionOf(o.batch_dice), background: o.do_bg as boolean };
  return formulaOver(region, `-(${score}) where ${counts}`, { smooth: o.smooth, ...parameters });
}

function counted(name: string, summary: string, score: string, parameters: Options = {}): PresetDefinition {
  return {
    name,
    summary,
    options: COMMON,
    build: (o) => ({ loss: minusScore(o, score, parameters), link: linkOf(o) }),
  };
}

const TVERSKY = "(tp + smooth)/(tp + 0.3*fp + 0.7*fn + smooth)";

/** Volume of a class: 1/(area + 1e-10)^2 there, which lets an absent class drown the others. */
function generalizedScore(defects: OptionValue): string {
  const v = defects ? "1/(area + 1e-10)^2" : "1/max(area, 1 - step(area))^2";
  return `2*(total(v*sum(p*y)) + smooth)/(total(v*(sum(p) + sum(y))) + smooth) where v = ${v}, area = sum(y)`;
}

/** SegLossOdyssey's losses under its names; a score comes with a minus, as there. */
export const odyssey: Readonly<Record<string, Preset>> = presetsOf("odyssey", [
  counted("SoftDiceLoss", "minus the dice score", "(2*tp + smooth)/(2*tp + fp + fn + smooth)"),
  counted("IoULoss", "minus the jaccard score", "(tp + smooth)/(tp + fp + fn + smooth)"),
  counted("TverskyLoss", "minus the tversky score, 0.3 on false positives, 0.7 on misses", TVERSKY),
  {
    name: "FocalTversky_loss",
    summary: "(1 - mean Tversky score)^gamma; tversky_kwargs are given together",
    options: { ...COMMON, gamma: real(0.75, "power of the mean over images and classes", 0.01) },
    note: "the mean over images is inside of the power there: the same for batch_dice=true or a batch of one image",
    build: (o) => ({
      loss: formulaOver(
        { over: regionOf(o.batch_dice), background: o.do_bg as boolean },
        `max(total(1 - ${TVERSKY})/total(1), 1e-30)^gamma where ${COUNTS}`,
        { smooth: o.smooth, gamma: o.gamma },
      ),
      link: linkOf(o),
    }),
  },
  {
    ...counted("AsymLoss", "minus the F-beta score with beta 1.5", ""),
    build: (o) => ({
      loss: sum(
        asymmetricSimilarity({
          beta: 1.5,
          smooth: o.smooth as number,
          over: regionOf(o.batch_dice),
          background: o.do_bg as boolean,
        }),
        formula("-1", { over: "batch" }),
      ),
      link: linkOf(o),
    }),
    refused: { square: "squares of counts are not supported with this loss" },
  },
  {
    name: "SSLoss",
    summary: "sensitivitySpecificity with share 0.1",
    options: COMMON,
    refused: { square: "the library ignores it" },
    build: (o) => ({
      loss: sensitivitySpecificity({
        share: 0.1,
        smooth: o.smooth as number,
        over: regionOf(o.batch_dice),
        background: o.do_bg as boolean,
      }),
      link: linkOf(o),
    }),
  },
  {
    name: "GDiceLoss",
    summary: "minus the generalised Dice score",
    options: GENERALIZED,
    defects: "weigh absent classes 1e20, so that nothing else counts",
    build: (o) => ({
      loss: formulaOver({ over: "image" }, `-${generalizedScore(o.defects)}`, { smooth: o.smooth }),
      link: linkOf(o),
    }),
  },
  {
    name: "GDiceLossV2",
    summary: "minus the generalised Dice score over the batch, weights 1/max(area^2, smooth)",
    options: GENERALIZED,
    build: (o) => ({
      loss: formulaOver(
        { over: "batch" },
        "-2*total(v*sum(p*y))/max(total(v*(sum(p) + sum(y))), smooth) where v = 1/max(sum(y)^2, smooth)",
        { smooth: o.smooth },
      ),
      link: linkOf(o),
    }),
  },
  {
    name: "PenaltyGDiceLoss",
    summary: "g/(1 + 2.5 (1 - g)) with g = -score, as there; gdice_kwargs are given together",
    options: { smooth: GENERALIZED.smooth },
    defects: "weigh absent classes 1e20, so that nothing else counts",
    note: "the penalty is applied to minus the score: another function than penaltyDice, the article's. The mean over images is inside there: a batch of one image gives the same",
    build: (o) => {
      const [score, where] = generalizedScore(o.defects).split(" where ");
      const text = `-score/(1 + 2.5*(1 + score)) where score = ${score}, ${where}`;
      return { loss: formulaOver({ over: "image" }, text, { smooth: o.smooth }), link: "softmax" };
    },
  },
  {
    name: "CrossentropyND",
    summary: "crossEntropy",
    options: { weight: list(null, "weight of each class, divided by those of the labels") },
    build: ({ weight }) => ({
      loss: crossEntropy(
        weight === null ? {} : { classWeights: weight as readonly number[], normalize: true },
      ),
      link: "softmax",
    }),
  },
  {
    name: "TopKLoss",
    summary: "topKCrossEntropy with share k/100",
    options: { k: real(10, "percent of the pixels that count", 1e-6) },
    refused: { weight: "weights change which pixels are the hardest there" },
    build: ({ k }) => ({ loss: topKCrossEntropy({ share: (k as number) / 100 }), link: "softmax" }),
  },
  {
    name: "DC_and_CE_loss",
    summary: "SoftDiceLoss plus CrossentropyND; the parts' options are given together",
    options: {
      ...COMMON,
      weight: list(null, "weight of each class in cross entropy, divided by those of the labels"),
    },
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
      apply_nonlin: COMMON.apply_nonlin,
      alpha: { kind: "numbers", default: null, min: 0, doc: "weight of balance_index, or one per class" },
      gamma: real(2, "focusing exponent", 0),
      balance_index: real(0, "class that has alpha; 0 is supported", 0),
      smooth: real(1e-5, "label smoothing, and added to the probability", 0),
    },
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
          `mean(-total(${weight}y)*(1 - pt)^gamma*log(pt)) where pt = total(clip(y, s/(C - 1), 1 - s)*p) + s`,
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
    refused: { square: "squares of counts are not supported with this loss" },
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
