import type { Loss, Term } from "segloss";
import { type Case, PROGRESS } from "../case.ts";
import { FORMULAS } from "./formulas.ts";
import { lovasz, lovaszHinge } from "./lovasz.ts";
import { dice, jaccard, tversky } from "./overlap.ts";
import { gapsOf, type Pixel, pixelsOf } from "./pixels.ts";
import {
  balancedCrossEntropy,
  crossEntropy,
  distanceCrossEntropy,
  focal,
  weightedCrossEntropy,
} from "./pixelwise.ts";
import { type Policy, type Region, regionsOf } from "./region.ts";
import { softClDice } from "./soft-cl-dice.ts";

type BruteLoss = (region: Region, options: Record<string, never>) => number;

/** Each loss with the region and classes of its paper. */
const LOSSES: Readonly<Record<string, { of: BruteLoss; over: "image" | "batch"; classes?: "present" }>> = {
  crossEntropy: { of: crossEntropy, over: "batch" },
  weightedCrossEntropy: { of: weightedCrossEntropy, over: "batch" },
  balancedCrossEntropy: { of: balancedCrossEntropy, over: "batch" },
  focal: { of: focal, over: "batch" },
  distanceCrossEntropy: { of: distanceCrossEntropy, over: "batch" },
  dice: { of: dice, over: "image" },
  jaccard: { of: jaccard, over: "image" },
  tversky: { of: tversky, over: "image" },
  lovasz: { of: lovasz, over: "batch", classes: "present" },
  lovaszHinge: { of: lovaszHinge, over: "image" },
  softClDice: { of: softClDice, over: "image" },
};

/**
 * The value of a loss as a function of the logits, from textbook definitions in plain loops: reads the names and
 * options of the loss's terms and nothing else of it, neither formula nor plan.
 */
export function bruteForce(loss: Loss, c: Case): (logits: ArrayLike<number>) => number {
  const gaps = gapsOf(c);
  return (logits) => {
    const images = pixelsOf(c, logits, gaps);
    return loss.terms.reduce((sum, term) => sum + term.weight * rampOf(term) * termValue(term, c, images), 0);
  };
}

function rampOf({ ramp }: Term): number {
  if (!ramp) return 1;
  const done = (PROGRESS - ramp.start) / (ramp.end - ramp.start);
  return ramp.from + (ramp.to - ramp.from) * Math.min(1, Math.max(0, done));
}

function termValue(term: Term, c: Case, images: readonly Pixel[][]): number {
  const entry =
    term.name === "formula"
      ? { of: FORMULAS[term.formula as string], over: "image" as const }
      : LOSSES[term.name];
  const options = term.options as Record<string, never>;
  const policy: Policy = {
    classes: options.classes ?? ("classes" in entry ? entry.classes : undefined) ?? "all",
    background: options.background ?? true,
    classWeights: options.classWeights ?? null,
    pooled: options.pooled ?? false,
    normalize: options.normalize ?? false,
  };
  const regions = regionsOf(c, images, options.over ?? entry.over, policy);
  if (regions.length === 0) return 0;
  return regions.reduce((sum, region) => sum + entry.of(region, options), 0) / regions.length;
}
