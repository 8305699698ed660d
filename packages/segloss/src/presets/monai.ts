import { asymmetricFocal } from "../losses/asymmetric-focal.ts";
import { asymmetricFocalTversky } from "../losses/asymmetric-focal-tversky.ts";
import { scale, sum } from "../losses/combine.ts";
import { hausdorff } from "../losses/hausdorff.ts";
import { logHausdorff } from "../losses/log-hausdorff.ts";
import type { Loss } from "../losses/loss.ts";
import { unifiedFocal } from "../losses/unified-focal.ts";
import { wassersteinDice } from "../losses/wasserstein-dice.ts";
import {
  clDiceLoss,
  crossEntropy,
  diceClDiceLoss,
  diceLoss,
  focalLoss,
  generalizedDiceLoss,
  linkOf,
  logitsOf,
  type MonaiOptions,
  sigmoidFocal,
} from "./monai-formulas.ts";
import {
  ACTIVATION,
  BATCH,
  CL_DICE,
  CL_DICE_NOTE,
  DICE,
  FOCAL,
  GENERALIZED,
  HAUSDORFF,
  lambdas,
  PROBABILITIES,
  REFUSED,
  SMOOTH,
  SOFT_LABEL,
  UNIFIED,
} from "./monai-options.ts";
import { COUNTS, formulaOver, regionOf, SOFT_COUNTS } from "./overlap.ts";
import { type Preset, presetsOf } from "./preset.ts";
import { flag, list, MEAN, ONE_HOT, perClass, real, word } from "./specs.ts";

/** One mean over everything, so the logarithm is taken over the batch. */
function logHausdorffLoss(o: MonaiOptions): Loss {
  return logHausdorff({ alpha: o.alpha as number, background: o.include_background as boolean });
}

function hausdorffLoss(o: MonaiOptions): Loss {
  const over = regionOf(o.batch);
  return hausdorff({ alpha: o.alpha as number, over, background: o.include_background as boolean });
}

/** MONAI's losses under its names. */
export const monai: Readonly<Record<string, Preset>> = presetsOf("monai", [
  {
    name: "DiceLoss",
    summary: "dice per image and class, with smoothing above and below",
    options: DICE,
    refused: REFUSED,
    note: "jaccard: its smoothing counts half of that of jaccard",
    build: (o) => ({ loss: diceLoss(o), link: linkOf(o) }),
  },
  {
    name: "GeneralizedDiceLoss",
    summary: "generalizedDice in which absent classes weigh as much as the heaviest",
    options: { ...GENERALIZED, soft_label: SOFT_LABEL },
    refused: REFUSED,
    note: "an image without any of the classes: MONAI gives 0 whatever is predicted, here predictions cost",
    build: (o) => ({ loss: generalizedDiceLoss(o), link: linkOf(o) }),
  },
  {
    name: "GeneralizedWassersteinDiceLoss",
    summary: "wassersteinDice",
    options: {
      dist_matrix: list(null, "rows of the matrix one after the other"),
      weighting_mode: word("default", ["default", "GDL"], "foreground only, or each class by its volume"),
      reduction: MEAN,
      ...SMOOTH,
    },
    note: "MONAI mixes the images of a batch in its true positives: only a batch of one image gives the same",
    build(o) {
      if (o.smooth_nr !== o.smooth_dr)
        throw new Error("monai.GeneralizedWassersteinDiceLoss: give smooth_nr and smooth_dr alike.");
      const weights = o.weighting_mode === "GDL" ? "volume" : "foreground";
      const distances = o.dist_matrix === null ? {} : { distances: o.dist_matrix as readonly number[] };
      return {
        loss: wassersteinDice({ weights, smooth: o.smooth_nr as number, ...distances }),
        link: "softmax",
      };
    },
  },
  {
    name: "TverskyLoss",
    summary: "tversky per image and class, alpha on false positives",
    options: {
      ...ACTIVATION,
      alpha: real(0.5, "price of false positives", 0),
      beta: real(0.5, "price of false negatives", 0),
      ...SMOOTH,
      batch: BATCH,
      soft_label: SOFT_LABEL,
    },
    refused: REFUSED,
    build: (o) => ({
      loss: formulaOver(
        { over: regionOf(o.batch), background: o.include_background as boolean },
        `1 - (tp + nr)/(tp + alpha*fp + beta*fn + dr) where ${o.soft_label ? SOFT_COUNTS : COUNTS}`,
        { alpha: o.alpha, beta: o.beta, nr: o.smooth_nr, dr: o.smooth_dr },
      ),
      link: linkOf(o),
    }),
  },
  {
    name: "FocalLoss",
    summary: "focal, averaged over pixels and classes; sigmoid unless use_softmax",
    options: {
      include_background: flag(true, "whether class 0 counts"),
      to_onehot_y: ONE_HOT,
      ...FOCAL,
      weight: perClass("factor of each class, not divided out"),
      reduction: MEAN,
      use_softmax: flag(false, "classes exclude each other"),
    },
    defects: "without background under softmax, cut it off before the softmax and drop alpha",
    build: (o) => ({ loss: focalLoss(o), link: o.use_softmax ? "softmax" : "sigmoid" }),
  },
  {
    name: "DiceCELoss",
    summary: "DiceLoss plus cross entropy",
    options: { ...DICE, ...lambdas("lambda_ce"), label_smoothing: real(0, "torch's label smoothing", 0) },
    refused: REFUSED,
    note: "sigmoid with several channels: MONAI takes softmax cross entropy there, here each channel its own",
    build(o) {
      const link = logitsOf(o, "DiceCELoss");
      const entropy = scale(o.lambda_ce as number, crossEntropy(o, link));
      return { loss: sum(scale(o.lambda_dice as number, diceLoss(o)), entropy), link };
    },
  },
  {
    name: "DiceFocalLoss",
    summary: "DiceLoss plus FocalLoss of the sigmoid, also beside softmax",
    options: { ...DICE, ...FOCAL, ...lambdas("lambda_focal") },
    refused: REFUSED,
    build(o) {
      const link = logitsOf(o, "DiceFocalLoss");
      const focal = sigmoidFocal(o);
      return {
        loss: sum(scale(o.lambda_dice as number, diceLoss(o)), scale(o.lambda_focal as number, focal)),
        link,
      };
    },
  },
  {
    name: "GeneralizedDiceFocalLoss",
    summary: "GeneralizedDiceLoss plus FocalLoss of the sigmoid, also beside softmax",
    options: {
      ...GENERALIZED,
      gamma: real(2, "focusing exponent", 0),
      weight: perClass("factor of each class in the focal part"),
      lambda_gdl: real(1, "factor of generalised Dice", 0),
      lambda_focal: real(1, "factor of the focal part", 0),
    },
    refused: REFUSED,
    build(o) {
      const focal = scale(o.lambda_focal as number, sigmoidFocal({ ...o, alpha: null }));
      return {
        loss: sum(scale(o.lambda_gdl as number, generalizedDiceLoss(o)), focal),
        link: logitsOf(o, "GeneralizedDiceFocalLoss"),
      };
    },
  },
  {
    name: "SoftclDiceLoss",
    summary: "softClDice of all foreground classes and images together",
    options: CL_DICE,
    note: CL_DICE_NOTE,
    build: (o) => ({ loss: clDiceLoss(o), link: "none" }),
  },
  {
    name: "SoftDiceclDiceLoss",
    summary: "SoftclDiceLoss and Dice of the same classes, alpha to 1 - alpha",
    options: { ...CL_DICE, alpha: real(0.5, "share of SoftclDiceLoss", 0) },
    note: CL_DICE_NOTE,
    build: (o) => ({ loss: diceClDiceLoss(o), link: "none" }),
  },
  {
    name: "HausdorffDTLoss",
    summary: "hausdorff",
    options: HAUSDORFF,
    refused: REFUSED,
    build: (o) => ({ loss: hausdorffLoss(o), link: linkOf(o) }),
  },
  {
    name: "LogHausdorffDTLoss",
    summary: "logHausdorff",
    options: HAUSDORFF,
    refused: REFUSED,
    build: (o) => ({ loss: logHausdorffLoss(o), link: linkOf(o) }),
  },
  {
    name: "AsymmetricFocalLoss",
    summary: "asymmetricFocal of two classes",
    options: { ...UNIFIED, gamma: real(2, "focusing exponent of the background", 0) },
    note: PROBABILITIES,
    build: (o) => ({
      loss: asymmetricFocal({ delta: o.delta as number, gamma: o.gamma as number }),
      link: "none",
    }),
  },
  {
    name: "AsymmetricFocalTverskyLoss",
    summary: "asymmetricFocalTversky of two classes",
    options: { ...UNIFIED, gamma: real(0.75, "the foreground's power is 1 - gamma", 0) },
    note: PROBABILITIES,
    build: (o) => ({
      loss: asymmetricFocalTversky({ delta: o.delta as number, gamma: o.gamma as number }),
      link: "none",
    }),
  },
  {
    name: "AsymmetricUnifiedFocalLoss",
    summary: "unifiedFocal of two classes",
    options: {
      ...UNIFIED,
      weight: real(0.5, "share of the cross entropy half", 0),
      gamma: real(0.5, "focusing", 0),
    },
    refused: { num_classes: "it is 2" },
    note: PROBABILITIES,
    build: (o) => ({
      loss: unifiedFocal({ delta: o.delta as number, gamma: o.gamma as number, weight: o.weight as number }),
      link: "none",
    }),
  },
]);
