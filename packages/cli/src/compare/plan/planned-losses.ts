import { defaultLink, linkOf, parseLoss } from "segloss";
import type { ImageSource } from "../../data/image-source.ts";
import { balancingBeta } from "../../inspect/advice/balancing-beta.ts";
import { percent } from "../../inspect/advice/numbers.ts";
import { classShares } from "../protocol/class-shares.ts";
import type { Budget, PlannedLoss } from "../protocol/plan.ts";
import { lossVariants } from "./loss-variants.ts";
import { valuesPerClass } from "./values-per-class.ts";

/** Losses of the article that this project started from, with parameters for the data at hand; quick tries four of them. */
export function usualLosses(
  { images, classes }: Pick<ImageSource, "images" | "classes">,
  budget: Budget,
  areRegions = false,
): PlannedLoss[] {
  const shares = classShares(images, classes.length);
  const positive = areRegions ? shares.reduce((a, b) => a + b, 0) / shares.length : 1 - shares[0];
  const { beta, kept } = balancingBeta(positive);
  const hasObjects = images.every((image) => image.hasObjects);
  const cells = hasObjects ? "instances" : "components";
  const all: readonly (readonly [loss: string, note: string | null, quick: boolean])[] = [
    ["crossEntropy", null, true],
    [
      `weightedCrossEntropy(beta=${beta})`,
      `beta is the ratio of negatives to positives (${areRegions ? "mean of the regions" : "classes above 0"}): ${percent(positive)} of the pixels are positive${kept}`,
      false,
    ],
    ["balancedCrossEntropy", null, false],
    ["focal", null, false],
    [
      `distanceCrossEntropy(cells=${cells})`,
      hasObjects
        ? "cells are the objects that the masks number"
        : "cells are the connected parts of each class, for lack of numbered objects",
      false,
    ],
    ["dice", null, true],
    ["tversky(alpha=0.3, beta=0.7)", "misses cost more than false alarms, as for small structures", false],
    ["lovasz", null, true],
    ["dice + crossEntropy", "the usual combination: an overlap and a likelihood", true],
  ];
  return all
    .filter(([, , quick]) => quick || budget !== "quick")
    .map(([loss, note]) => ({ loss, note, variants: [loss] }));
}

/** Losses that were asked for, with the variants of listed parameters and what there is to say of one that takes probabilities. */
export function askedLosses(texts: readonly string[], channels: number): PlannedLoss[] {
  return texts.map((loss) => {
    const variants = lossVariants(loss, channels);
    const links = variants.map((one) => linkOf(parseLoss(one)));
    const link = links.includes("none")
      ? `probabilities are the ${defaultLink(channels)} of the network's outputs`
      : null;
    const tried =
      variants.length > 1
        ? `${variants.length} settings are tried on the validation images, one goes on`
        : null;
    const notes = [link, tried, ...valuesPerClass(variants[0], channels)];
    return { loss, note: notes.filter((one) => one !== null).join("; ") || null, variants };
  });
}
