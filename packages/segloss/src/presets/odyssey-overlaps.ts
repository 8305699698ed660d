import type { LinkName } from "../links/index.ts";
import { asymmetricSimilarity } from "../losses/asymmetric-similarity.ts";
import { sum } from "../losses/combine.ts";
import { loss as formula } from "../losses/formula-loss.ts";
import type { Loss, OptionValue } from "../losses/loss.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { sensitivitySpecificity } from "../losses/sensitivity-specificity.ts";
import { COUNTS, formulaOver, regionOf } from "./overlap.ts";
import type { PresetDefinition } from "./preset.ts";
import { flag, orNone, real, refuse, word } from "./specs.ts";

/** Options of a SegLossOdyssey loss, checked. */
export type OdysseyOptions = Readonly<Record<string, OptionValue>>;

/** What makes probabilities of the input. */
export const NONLIN: OptionSpecs = {
  apply_nonlin: orNone(
    word("softmax", ["softmax", "none"], "what makes probabilities of logits, as its trainers give it"),
    "the input is probabilities: the library's default",
  ),
};
/** Those of a part of a sum, which is always of a softmax. */
export const COMMON: OptionSpecs = {
  batch_dice: flag(false, "whether sums run over the batch"),
  do_bg: flag(true, "whether class 0 counts"),
  smooth: real(1, "added to numerator and denominator; its trainers have 1e-5", 0),
  square: flag(false, "squares of tp, fp and fn pixel by pixel"),
};
const GENERALIZED: OptionSpecs = {
  ...NONLIN,
  smooth: real(1e-5, "added above and below", 0),
};

/** Softmax, or probabilities in. */
export function linkOf(o: OdysseyOptions): LinkName {
  return o.apply_nonlin === "softmax" ? "softmax" : "none";
}

/** The score of soft counts, squared pixel by pixel on demand: as it returns, minus the score. */
export function minusScore(o: OdysseyOptions, score: string, parameters: OdysseyOptions = {}): Loss {
  const counts = o.square ? COUNTS.replace(/sum\(([^,]+)\)/g, "sum(($1)^2)") : COUNTS;
  const region = { over: regionOf(o.batch_dice), background: o.do_bg as boolean };
  return formulaOver(region, `-(${score}) where ${counts}`, { smooth: o.smooth, ...parameters });
}

function counted(
  name: string,
  summary: string,
  score: string,
  parameters: OdysseyOptions = {},
): PresetDefinition {
  return {
    name,
    summary,
    options: { ...NONLIN, ...COMMON },
    build: (o) => ({ loss: minusScore(o, score, parameters), link: linkOf(o) }),
  };
}

const TVERSKY = "(tp + smooth)/(tp + 0.3*fp + 0.7*fn + smooth)";

/** Volume of a class: 1/(area + 1e-10)^2 there, which lets an absent class drown the others. */
function generalizedScore(defects: OptionValue): string {
  const v = defects ? "1/(area + 1e-10)^2" : "1/max(area, 1 - step(area))^2";
  return `2*(total(v*sum(p*y)) + smooth)/(total(v*(sum(p) + sum(y))) + smooth) where v = ${v}, area = sum(y)`;
}

/** The losses of soft counts. */
export const ODYSSEY_OVERLAPS: readonly PresetDefinition[] = [
  counted("SoftDiceLoss", "minus the dice score", "(2*tp + smooth)/(2*tp + fp + fn + smooth)"),
  counted("IoULoss", "minus the jaccard score", "(tp + smooth)/(tp + fp + fn + smooth)"),
  counted("TverskyLoss", "minus the tversky score, 0.3 on false positives, 0.7 on misses", TVERSKY),
  {
    name: "FocalTversky_loss",
    summary: "(1 - mean Tversky score)^gamma; tversky_kwargs are given together",
    options: { ...NONLIN, ...COMMON, gamma: real(0.75, "power of the mean over images and classes", 0.01) },
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
    refused: { square: refuse("squares of counts are not supported with this loss", false) },
  },
  {
    name: "SSLoss",
    summary: "sensitivitySpecificity with share 0.1",
    options: { ...NONLIN, ...COMMON },
    withoutEffect: { square: "the library ignores it" },
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
    options: { ...GENERALIZED, smooth: { ...GENERALIZED.smooth, min: 1e-12 } },
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
];
