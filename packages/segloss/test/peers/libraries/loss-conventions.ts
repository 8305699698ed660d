import { flat, type PeerCase, valuesOf, type WrittenArray } from "../peer-case.ts";
import type { Convention } from "../peer-library.ts";
import { focalSum } from "./monai-focal-sum.ts";
import { optaxGeneralizedDice } from "./optax-generalized-dice.ts";

/** Pixels that are not left out, and all pixels. */
function pixelCounts({ target, options }: PeerCase): { valid: number; all: number } {
  const labels = valuesOf(target as WrittenArray);
  const valid = labels.filter((label) => label !== options.ignore_index).length;
  return { valid, all: labels.length };
}

/** Libraries that divide by all pixels, ignored ones among them; here a mean is over those that count. */
export const IGNORED_IN_MEAN: Convention = {
  why: "the mean is over all pixels there, over those that are not ignored here",
  applies: (each) => {
    const { valid, all } = pixelCounts(each);
    return valid < all && each.options.avg_non_ignore !== true;
  },
  here: (each) => {
    const { valid, all } = pixelCounts(each);
    return flat(each.expected).map((value) => (value * all) / valid)[0];
  },
};

export const CLIPPED: Convention = {
  why: "probabilities are clipped at 1e-7 there; log 0 of a true class is an error here",
  applies: ({ options, input }) =>
    options.from_logits !== true && valuesOf(input as WrittenArray).some((p) => p === 0 || p === 1),
  here: /takes log 0 here/,
};

export const BATCH_WEIGHTS: Convention = {
  why: "weights of the classes come from the batch there, from each image here",
  applies: ({ call, input }) => call === "multiclass_generalized_dice_loss" && (input?.shape[0] ?? 1) > 1,
  here: optaxGeneralizedDice,
};

/**
 * The numbers of these cases add up the focal loss of all pixels, as the library documents the reduction; the library itself
 * (commit d388d1c6, run) takes the mean over pixels first, and so does the case whose number stands in its tests.
 */
export const FOCAL_SUM: Convention = {
  why: "the case adds up all pixels; MONAI takes their mean first, and so does segloss",
  applies: ({ call, options }) =>
    ["DiceFocalLoss", "FocalLoss"].includes(call) && options.reduction === "sum",
  here: focalSum,
};
