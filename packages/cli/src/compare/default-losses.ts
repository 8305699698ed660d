import type { Experiment } from "./experiment.ts";

/** A loss that is compared, and why it has these parameters where they are not the library's defaults. */
export interface ChosenLoss {
  readonly text: string;
  readonly note?: string;
}

/** The losses of the article that this project started from, with parameters for the data at hand. */
export function defaultLosses(experiment: Pick<Experiment, "train" | "classShares">): ChosenLoss[] {
  const beta = balancingBeta(experiment.classShares);
  const positives = 1 - experiment.classShares[0];
  const hasObjects = experiment.train.images.every((sample) => sample.instances);
  const cells = hasObjects ? "instances" : "components";
  return [
    { text: "crossEntropy" },
    {
      text: `weightedCrossEntropy(beta=${beta})`,
      note: `beta is the ratio of negatives to positives (classes above 0): ${percent(positives)} of the training pixels are positive`,
    },
    { text: "balancedCrossEntropy" },
    { text: "focal" },
    {
      text: `distanceCrossEntropy(cells=${cells})`,
      note: hasObjects
        ? "cells are the objects that the masks number"
        : "cells are the connected parts of each class, for lack of numbered objects",
    },
    { text: "dice" },
    {
      text: "tversky(alpha=0.3, beta=0.7)",
      note: "misses cost more than false alarms, as for small structures",
    },
    { text: "lovasz" },
    { text: "dice + crossEntropy", note: "the usual combination: an overlap and a likelihood" },
  ];
}

const LEAST = 0.05;
const MOST = 20;

/** Negatives over positives, two digits, kept within reason. */
function balancingBeta(shares: readonly number[]): number {
  const ratio = shares[0] / Math.max(1e-9, 1 - shares[0]);
  return Number(Math.min(MOST, Math.max(LEAST, ratio)).toPrecision(2));
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}
