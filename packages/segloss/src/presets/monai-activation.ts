import type { OptionValue, TermLink } from "../losses/loss.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { flag, ONE_HOT, REDUCTION, word } from "./specs.ts";

type Options = Readonly<Record<string, OptionValue>>;

/** What MONAI's losses compare with the targets, as a formula, and the link that it is of. */
export interface Activation {
  readonly p: string;
  readonly link: TermLink;
  /** The logit from which on it is above 1/2, where that is not known of the link; Infinity: never. */
  readonly half?: number;
}

/**
 * The functions that `other_act` may name, in formulas. Those of the logits alone can stand beside any link; the default
 * one lets what else the loss has (cross entropy) be that of the channels.
 */
const OTHERS: Readonly<Record<string, Activation>> = {
  sigmoid: { p: "p", link: "sigmoid" },
  softmax: { p: "p", link: "softmax" },
  log_softmax: { p: "logp", link: "softmax", half: Number.POSITIVE_INFINITY },
  tanh: { p: "tanh(z)", link: "default", half: Math.atanh(1 / 2) },
  relu: { p: "relu(z)", link: "default", half: 1 / 2 },
};

export const ACTIVATION: OptionSpecs = {
  include_background: flag(true, "whether class 0 counts"),
  to_onehot_y: ONE_HOT,
  sigmoid: flag(false, "each channel on its own"),
  softmax: flag(false, "classes exclude each other"),
  other_act: word(null, Object.keys(OTHERS), "another function of the logits, by its name in torch"),
  reduction: REDUCTION,
};

/** The activation that a loss asks for; null: it takes its input as it is. */
function askedFor({ sigmoid, softmax, other_act }: Options): Activation | null {
  const given = [sigmoid && "sigmoid", softmax && "softmax", (other_act ?? null) !== null && "other_act"];
  const names = given.filter(Boolean);
  if (names.length > 1)
    throw new Error(`monai: give one of sigmoid, softmax and other_act, got ${names.join(" and ")}.`);
  if (softmax) return OTHERS.softmax;
  if (sigmoid) return OTHERS.sigmoid;
  return (other_act ?? null) === null ? null : OTHERS[other_act as string];
}

/** The activation of a loss that takes probabilities when it has none. */
export function activationOf(o: Options): Activation {
  return askedFor(o) ?? { p: "p", link: "none" };
}

/**
 * That of the overlap part of a sum whose other part is of the logits: without activation the overlap is of the logits
 * themselves, as there.
 */
export function activationBesideLogits(o: Options): Activation {
  return askedFor(o) ?? { p: "z", link: "default" };
}

/** The formula of p as one of the activation. */
export function activated(formula: string, { p }: Activation): string {
  if (p === "p") return formula;
  const renamed = formula.replaceAll(/\bp\b/g, "a");
  return `${renamed}${renamed.includes(" where ") ? "," : " where"} a = ${p}`;
}
