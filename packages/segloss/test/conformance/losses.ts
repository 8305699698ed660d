import {
  balancedCrossEntropy,
  crossEntropy,
  dice,
  distanceCrossEntropy,
  focal,
  jaccard,
  type Loss,
  loss,
  lovasz,
  lovaszHinge,
  parseLoss,
  softClDice,
  sum,
  tversky,
  weightedCrossEntropy,
} from "segloss";
import type { Case } from "./case.ts";

/** A loss of the suite, made for the number of channels; null where its options mean nothing. */
export interface SuiteLoss {
  readonly name: string;
  /** Whether it ranks or compares pixels, so that equal ones leave its gradient open. */
  readonly ranks: boolean;
  make(c: Case): Loss | null;
}

const always = (loss: Loss) => (): Loss => loss;
const several =
  (make: (channels: number) => Loss) =>
  (c: Case): Loss | null =>
    c.channels > 1 ? make(c.channels) : null;
const perClass = (channels: number): number[] => Array.from({ length: channels }, (_, c) => 0.5 + c);

const PLAIN: Readonly<Record<string, SuiteLoss["make"]>> = {
  crossEntropy: always(crossEntropy()),
  "crossEntropy over images": always(crossEntropy({ over: "image" })),
  "crossEntropy smoothed": always(crossEntropy({ labelSmoothing: 0.2 })),
  "crossEntropy normalized": always(crossEntropy({ normalize: true })),
  "crossEntropy with class weights": several((n) => crossEntropy({ classWeights: perClass(n) })),
  "crossEntropy with class weights, normalized": several((n) =>
    crossEntropy({ classWeights: perClass(n), normalize: true }),
  ),
  "crossEntropy without background": several(() => crossEntropy({ background: false })),
  weightedCrossEntropy: always(weightedCrossEntropy({ beta: 3 })),
  "balancedCrossEntropy auto": always(balancedCrossEntropy()),
  "balancedCrossEntropy 0.3 over images": always(balancedCrossEntropy({ beta: 0.3, over: "image" })),
  focal: always(focal()),
  "focal 0": always(focal({ gamma: 0 })),
  "focal 0.5 with alpha": always(focal({ gamma: 0.5, alpha: 0.25 })),
  "focal of each class": several((n) => focal({ gamma: perClass(n), alpha: perClass(n) })),
  "focal of each class and dice": several((n) => sum(focal({ gamma: perClass(n) }), dice())),
  "distanceCrossEntropy components": always(distanceCrossEntropy({ sigma: 2 })),
  "distanceCrossEntropy classes": always(distanceCrossEntropy({ cells: "classes", sigma: 2, over: "image" })),
  "distanceCrossEntropy instances, background": always(
    distanceCrossEntropy({ cells: "instances", sigma: 2, where: "background" }),
  ),
  "distanceCrossEntropy additive": always(distanceCrossEntropy({ sigma: 2, form: "additive" })),
  dice: always(dice()),
  "dice of sums, smooth": always(dice({ squared: false, smooth: 1 })),
  "dice over the batch, empty 0": always(dice({ over: "batch", empty: 0 })),
  "dice pooled": several(() => dice({ pooled: true })),
  "dice of present classes": several(() => dice({ classes: "present" })),
  "dice of one class": several((n) => dice({ classes: [n - 1], squared: false })),
  "dice with class weights, no background": several((n) =>
    dice({ classWeights: perClass(n), background: false, smooth: 0.5 }),
  ),
  jaccard: always(jaccard()),
  "jaccard squared, smooth": always(jaccard({ squared: true, smooth: 0.5 })),
  tversky: always(tversky({ alpha: 0.3, beta: 0.7 })),
  "tversky over the batch, smooth": always(tversky({ alpha: 0.8, beta: 0.2, smooth: 1, over: "batch" })),
  "binary cross entropy of each class": always(loss("mean(-y*logp - (1 - y)*log1mp)")),
  "variance of p": always(loss("mean((p - mean(p))^2)")),
  "nested sums": always(loss("sqrt(1 + sum(p^2)) + exp(-mean(p*y)) + mean(tanh(z)^2)")),
  "ramps over images and batch": always(
    parseLoss("ramp(1, 0.25)*dice + 2*ramp(0, 1, start=0.25)*crossEntropy"),
  ),
  "logarithm of a total": always(loss("mean(log(1 + total(p*y)^2))")),
};

const RANKING: Readonly<Record<string, SuiteLoss["make"]>> = {
  lovasz: always(lovasz()),
  "lovasz of all classes over images": always(lovasz({ classes: "all", over: "image" })),
  lovaszHinge: always(lovaszHinge()),
  "lovaszHinge over the batch": always(lovaszHinge({ over: "batch" })),
  softClDice: always(softClDice()),
  "softClDice of one erosion over the batch, smooth": always(
    softClDice({ iterations: 1, smooth: 0.1, over: "batch" }),
  ),
  "softClDice of five erosions without background": several(() =>
    softClDice({ iterations: 5, background: false }),
  ),
  "softClDice and dice": always(parseLoss("0.3*softClDice + 0.7*dice(smooth=1)")),
  "sum over images and batch": always(
    parseLoss("dice + 0.5*focal(gamma=3) - 0.25*lovasz + jaccard(over=batch)"),
  ),
};

const named = (makers: Readonly<Record<string, SuiteLoss["make"]>>, ranks: boolean): SuiteLoss[] =>
  Object.entries(makers).map(([name, make]) => ({ name, make, ranks }));

/** Every loss of the suite, the ones without a sort first. */
export const SUITE_LOSSES: readonly SuiteLoss[] = [...named(PLAIN, false), ...named(RANKING, true)];
