import { scale, sum } from "../losses/combine.ts";
import type { Loss } from "../losses/loss.ts";
import { wassersteinDice } from "../losses/wasserstein-dice.ts";
import { ACTIVATION, activationBesideLogits, activationOf } from "./monai-activation.ts";
import { MONAI_CL_DICE } from "./monai-cldice.ts";
import {
  crossEntropy,
  diceLoss,
  generalizedDiceLoss,
  hausdorffLoss,
  type MonaiOptions,
  mccLoss,
  sigmoidFocal,
  softmaxFocal,
  tverskyLoss,
} from "./monai-formulas.ts";
import { maskedActivation, maskedTargets } from "./monai-masked.ts";
import { MONAI_NACL } from "./monai-nacl.ts";
import { BATCH, DICE, FOCAL, GENERALIZED, HAUSDORFF, lambdas, SMOOTH, SOFT_LABEL } from "./monai-options.ts";
import { MONAI_UNIFIED } from "./monai-unified.ts";
import { type Preset, type PresetDefinition, presetsOf } from "./preset.ts";
import { flag, list, ONE_HOT, perClass, REDUCTION, real, summed, word } from "./specs.ts";

const NO_ACTIVATION =
  "without sigmoid, softmax or other_act its overlap part is of the network's raw outputs, as there";

/** A loss of its options, of the activation that they name. */
function ofActivation(
  build: (o: MonaiOptions, activation: ReturnType<typeof activationOf>) => Loss,
): PresetDefinition["build"] {
  return (o) => {
    const activation = activationOf(o);
    return { loss: build(o, activation), link: activation.link };
  };
}

/** The released losses of MONAI's dice.py. */
const MONAI_DICE: readonly PresetDefinition[] = [
  {
    name: "DiceLoss",
    summary: "dice per image and class, with smoothing above and below",
    options: DICE,
    note: "jaccard: its smoothing counts half of that of jaccard",
    build: ofActivation(diceLoss),
  },
  {
    name: "MaskedDiceLoss",
    summary: "DiceLoss of inputs and targets times a mask, passed as maps: { mask }",
    options: DICE,
    note: "masked before the activation, as there: such pixels count with p = 1/2 (sigmoid) or 1/C (softmax). To leave them out take DiceLoss and pass mask",
    build: ofActivation((o, activation) =>
      maskedTargets(diceLoss(o, maskedActivation(activation)), o.to_onehot_y === true),
    ),
  },
  {
    name: "GeneralizedDiceLoss",
    summary: "generalizedDice in which absent classes weigh as much as the heaviest",
    options: { ...GENERALIZED, soft_label: SOFT_LABEL },
    note: "an image without any of the classes: MONAI gives 0 whatever is predicted, here predictions cost",
    build: ofActivation(generalizedDiceLoss),
  },
  {
    name: "GeneralizedWassersteinDiceLoss",
    summary: "wassersteinDice",
    options: {
      dist_matrix: list(null, "rows of the matrix one after the other"),
      weighting_mode: word("default", ["default", "GDL"], "foreground only, or each class by its volume"),
      reduction: REDUCTION,
      ...SMOOTH,
    },
    note: "MONAI mixes the images of a batch in its true positives: only a batch of one image gives the same",
    build(o) {
      if (o.smooth_nr !== o.smooth_dr)
        throw new Error("monai.GeneralizedWassersteinDiceLoss: give smooth_nr and smooth_dr alike.");
      if (summed(o))
        throw new Error(
          'monai.GeneralizedWassersteinDiceLoss: reduction "sum" is not supported here: scale the mean by the number of images.',
        );
      const weights = o.weighting_mode === "GDL" ? "volume" : "foreground";
      const distances = o.dist_matrix === null ? {} : { distances: o.dist_matrix as readonly number[] };
      return {
        loss: wassersteinDice({ weights, smooth: o.smooth_nr as number, ...distances }),
        link: "softmax",
      };
    },
  },
  {
    name: "DiceCELoss",
    summary: "DiceLoss plus cross entropy of the logits: of a softmax, or binary for one channel",
    options: {
      ...DICE,
      ...lambdas("lambda_ce"),
      label_smoothing: real(0, "torch's label smoothing, of several channels", 0),
    },
    note: NO_ACTIVATION,
    build(o) {
      // Cross entropy is of the channels' own link, so that a sigmoid beside a softmax is written in z.
      const asked = activationBesideLogits(o);
      const dice = o.sigmoid || o.other_act === "sigmoid" ? { ...asked, p: "sigmoid(z)" } : asked;
      const link = asked.link === "sigmoid" ? "default" : asked.link;
      const loss = sum(
        scale(o.lambda_dice as number, diceLoss({ ...o, weightOfAll: true }, dice)),
        scale(o.lambda_ce as number, crossEntropy(o)),
      );
      return { loss, link };
    },
  },
  {
    name: "DiceFocalLoss",
    summary: "DiceLoss plus FocalLoss of the sigmoid, also beside softmax",
    options: { ...DICE, ...FOCAL, ...lambdas("lambda_focal") },
    note: NO_ACTIVATION,
    build(o) {
      const activation = activationBesideLogits(o);
      const loss = sum(
        scale(o.lambda_dice as number, diceLoss(o, activation)),
        scale(o.lambda_focal as number, sigmoidFocal(o)),
      );
      return { loss, link: activation.link };
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
    note: NO_ACTIVATION,
    build(o) {
      const activation = activationBesideLogits(o);
      const loss = sum(
        scale(o.lambda_gdl as number, generalizedDiceLoss(o, activation)),
        scale(o.lambda_focal as number, sigmoidFocal({ ...o, alpha: null })),
      );
      return { loss, link: activation.link };
    },
  },
];

/** MONAI's losses under its names. */
export const monai: Readonly<Record<string, Preset>> = presetsOf("monai", [
  ...MONAI_DICE,
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
    build: ofActivation(tverskyLoss),
  },
  {
    name: "FocalLoss",
    summary: "focal, averaged over pixels and classes; sigmoid unless use_softmax",
    options: {
      include_background: flag(true, "whether class 0 counts"),
      to_onehot_y: ONE_HOT,
      ...FOCAL,
      weight: perClass("factor of each class, not divided out"),
      reduction: { ...REDUCTION, doc: `sum: of the means over pixels. ${REDUCTION.doc}` },
      use_softmax: flag(false, "classes exclude each other"),
    },
    defects: "without background under softmax, cut it off before the softmax and drop alpha",
    build: (o) => ({
      loss: o.use_softmax ? softmaxFocal(o) : sigmoidFocal(o),
      link: o.use_softmax ? "softmax" : "sigmoid",
    }),
  },
  {
    name: "HausdorffDTLoss",
    summary: "hausdorff",
    options: HAUSDORFF,
    build: ofActivation((o, activation) => hausdorffLoss(o, activation, false)),
  },
  {
    name: "LogHausdorffDTLoss",
    summary: "logHausdorff",
    options: HAUSDORFF,
    build: ofActivation((o, activation) => hausdorffLoss(o, activation, true)),
  },
  {
    name: "MCCLoss",
    summary: "mcc of each image and class, with smoothing; 0 without a mistake (later than 1.5)",
    options: {
      ...ACTIVATION,
      smooth_nr: real(0, "added to the numerator", 0),
      smooth_dr: real(1e-5, "added below the root", 0),
      batch: BATCH,
    },
    build: ofActivation(mccLoss),
  },
  MONAI_NACL,
  ...MONAI_CL_DICE,
  ...MONAI_UNIFIED,
]);
