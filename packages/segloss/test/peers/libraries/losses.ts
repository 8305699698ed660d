import { deepCalls, lossCalls, maskedCalls } from "../loss-call.ts";
import type { PeerLibrary } from "../peer-library.ts";
import { BATCH_WEIGHTS, CLIPPED, FOCAL_SUM, IGNORED_IN_MEAN } from "./loss-conventions.ts";

/** The suites of losses: presets under the libraries' own names. */
export const LOSS_LIBRARIES: readonly PeerLibrary[] = [
  { suite: "LovaszSoftmax", calls: lossCalls("berman", ["lovasz_hinge", "lovasz_softmax"]) },
  { suite: "fvcore", calls: lossCalls("fvcore", ["sigmoid_focal_loss", "sigmoid_focal_loss_star"]) },
  {
    suite: "keras-losses",
    calls: lossCalls("keras", [
      "BinaryCrossentropy",
      "CategoricalCrossentropy",
      "SparseCategoricalCrossentropy",
      "BinaryFocalCrossentropy",
      "CategoricalFocalCrossentropy",
      "Dice",
      "Tversky",
      "CategoricalGeneralizedCrossEntropy",
    ]),
    conventions: [CLIPPED],
  },
  {
    suite: "kornia",
    calls: lossCalls("kornia", [
      "dice_loss",
      "binary_focal_loss_with_logits",
      "focal_loss",
      "lovasz_softmax_loss",
      "lovasz_hinge_loss",
      "tversky_loss",
    ]),
    absent: {
      HausdorffERLoss:
        "distances by repeated erosion, each rescaled by the extremes of the image: hausdorff has them exact",
    },
  },
  {
    suite: "mmsegmentation",
    calls: lossCalls("mmseg", ["CrossEntropyLoss", "DiceLoss", "FocalLoss", "TverskyLoss", "LovaszLoss"]),
    conventions: [IGNORED_IN_MEAN],
  },
  {
    suite: "monai-losses",
    conventions: [FOCAL_SUM],
    calls: {
      ...deepCalls("monai", ["DiceCELoss", "DiceLoss", "DiceFocalLoss"]),
      ...maskedCalls("monai", ["DiceFocalLoss", "DiceLoss", "DiceCELoss", "FocalLoss", "TverskyLoss"]),
      ...lossCalls("monai", [
        "DiceLoss",
        "TverskyLoss",
        "GeneralizedDiceLoss",
        "FocalLoss",
        "DiceCELoss",
        "MaskedDiceLoss",
        "HausdorffDTLoss",
        "LogHausdorffDTLoss",
        "AsymmetricUnifiedFocalLoss",
        "SoftclDiceLoss",
        "SoftDiceclDiceLoss",
        "NACLLoss",
        "DiceFocalLoss",
        "GeneralizedDiceFocalLoss",
        "GeneralizedWassersteinDiceLoss",
      ]),
    },
  },
  {
    suite: "monai-newer-losses",
    calls: lossCalls("monai", [
      "MCCLoss",
      "SoftclDiceLoss",
      "SoftDiceclDiceLoss",
      "AsymmetricUnifiedFocalLoss",
    ]),
  },
  {
    suite: "optax",
    calls: lossCalls("optax", [
      "dice_loss",
      "multiclass_generalized_dice_loss",
      "poly_loss_cross_entropy",
      "softmax_cross_entropy",
      "softmax_cross_entropy_with_integer_labels",
      "sigmoid_binary_cross_entropy",
      "sigmoid_focal_loss",
    ]),
    conventions: [BATCH_WEIGHTS],
  },
  {
    suite: "smp",
    calls: lossCalls("smp", [
      "DiceLoss",
      "JaccardLoss",
      "TverskyLoss",
      "FocalLoss",
      "LovaszLoss",
      "SoftCrossEntropyLoss",
      "SoftBCEWithLogitsLoss",
      "MCCLoss",
    ]),
    conventions: [IGNORED_IN_MEAN],
  },
];
