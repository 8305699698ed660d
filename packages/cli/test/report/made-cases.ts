import type { ComparisonResults } from "../../src/compare/protocol/results.ts";
import { once } from "../../src/score/once.ts";
import { type MadeLoss, madeResults } from "./made-results.ts";

/** The losses of the default comparison, with the tendencies that they are known for. */
export const NINE: readonly MadeLoss[] = [
  { loss: "dice + crossEntropy", dice: 0.79 },
  { loss: "dice", dice: 0.785, overconfidence: 1.6 },
  { loss: "jaccard", dice: 0.78, overconfidence: 1.7 },
  { loss: "lovasz", dice: 0.787, overconfidence: 1.2 },
  { loss: "tversky(alpha=0.3, beta=0.7)", dice: 0.765, recallBias: 0.06, overconfidence: 1.5 },
  { loss: "focal(gamma=2)", dice: 0.74, recallBias: -0.04, overconfidence: -0.3 },
  { loss: "crossEntropy", dice: 0.755, recallBias: -0.03, overconfidence: 0.1 },
  {
    loss: "weightedCrossEntropy(beta=5.83)",
    note: "beta is the share of background over that of vessels",
    dice: 0.72,
    recallBias: 0.09,
  },
  { loss: "boundary + dice", dice: 0.781, noise: 0.02 },
];

/** Nine losses, three classes, two observers. */
export const nineLosses: () => ComparisonResults = once(() =>
  madeResults({ losses: NINE, observers: true, reference: "crossEntropy" }),
);

/** Two classes, a clear winner. */
export const threeLosses: () => ComparisonResults = once(() =>
  madeResults({
    classes: ["background", "nucleus"],
    losses: [
      { loss: "dice", dice: 0.86, noise: 0.002 },
      { loss: "crossEntropy", dice: 0.8, noise: 0.002 },
      { loss: "focal", dice: 0.76, noise: 0.002 },
    ],
    repeats: 3,
    name: "nuclei",
  }),
);

/** Interrupted in its second repeat, one loss not begun. */
export const partial: () => ComparisonResults = once(() =>
  madeResults({
    losses: [
      { ...NINE[0], trainings: 8 },
      { ...NINE[1], trainings: 7 },
      { ...NINE[6], trainings: 7 },
      { ...NINE[3], trainings: 0 },
    ],
  }),
);

/** Trainings that diverged, collapsed and failed; one loss of which none has a network. */
export const withFailures: () => ComparisonResults = once(() =>
  madeResults({
    losses: [
      { ...NINE[0], states: { "0/1": "rising", "0/2": "rising" } },
      { ...NINE[1], states: { "1/3": "collapsed" } },
      { ...NINE[3], states: { "0/0": "diverged", "1/1": "failed" } },
      {
        loss: "1000000*crossEntropy",
        states: Object.fromEntries(
          Array.from({ length: 10 }, (_, k) => [`${Math.floor(k / 5)}/${k % 5}`, "diverged" as const]),
        ),
      },
      { loss: "mean(-y*logp - (1 - y)*log1mp + 0.25*(p - y)^2)", note: "written out <by hand>", dice: 0.75 },
    ],
  }),
);

/** A quick budget: three folds, one repeat. */
export const quick: () => ComparisonResults = once(() =>
  madeResults({ losses: NINE.slice(0, 5), folds: 3, repeats: 1, budget: "quick" }),
);

export const single: () => ComparisonResults = once(() => madeResults({ losses: [NINE[0]] }));
