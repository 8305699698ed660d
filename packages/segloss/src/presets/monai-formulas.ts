import type { Loss, OptionValue } from "../losses/loss.ts";
import { type Activation, activated } from "./monai-activation.ts";
import { type Constant, formulaOver, given, multiplied, regionOf, SOFT_COUNTS } from "./overlap.ts";
import { summed } from "./specs.ts";

/** Options of a MONAI loss, checked. */
export type MonaiOptions = Readonly<Record<string, OptionValue>>;

const SEVERAL = "several = step(total(1) - 1)";

/** Weights of classes that count, which do not count themselves where a single class is left. */
function weightOf(o: MonaiOptions): { text: string; where: string; parameters: Record<string, Constant> } {
  if (o.weight === null) return { text: "", where: "", parameters: {} };
  const weight = multiplied(o.weight, o.include_background === true || o.weightOfAll === true);
  return { text: "(1 + several*(weight - 1))*", where: `, ${SEVERAL}`, parameters: { weight } };
}

/** What is left of each image and class, averaged or added up. */
function reduced(o: MonaiOptions, each: string): string {
  if (!summed(o)) return each;
  return `${o.batch ? "" : "images*"}total(${each})`;
}

/** Dice with smoothing above and below; weights are not divided out. */
export function diceLoss(o: MonaiOptions, activation: Activation): Loss {
  const squared = o.squared_pred === true;
  const size = squared ? "sum(p^2) + sum(y^2)" : "sum(p) + sum(y)";
  const tp = o.soft_label && !squared ? "(size - sum(abs(p - y)))/2" : "sum(p*y)";
  const below = o.jaccard ? "2*(size - tp)" : "size";
  const { text, where, parameters } = weightOf(o);
  const each = `${text}(1 - (2*tp + nr)/(${below} + dr))`;
  return formulaOver(
    { over: regionOf(o.batch), background: o.include_background as boolean },
    activated(`${reduced(o, each)} where tp = ${tp}, size = ${size}${where}`, activation),
    { ...parameters, nr: o.smooth_nr, dr: o.smooth_dr },
  );
}

/** The weights of an absent class are the largest of the others. */
export function generalizedDiceLoss(o: MonaiOptions, activation: Activation): Loss {
  const power = { square: "^2", simple: "", uniform: "^0" }[o.w_type as string] as string;
  const tp = o.soft_label ? "(sum(p) + sum(y) - sum(abs(p - y)))/2" : "sum(p*y)";
  const count = summed(o) && !o.batch ? "images*" : "";
  return formulaOver(
    { over: regionOf(o.batch), background: o.include_background as boolean },
    activated(
      `${count}(1 - (2*total(v*${tp}) + nr)/(total(v*(sum(p) + sum(y))) + dr))` +
        " where v = u + (1 - step(area))*(top + 1 - step(top)), top = largest(u)," +
        ` u = step(area)/max(area, 1 - step(area))${power}, area = sum(y)`,
      activation,
    ),
    { nr: o.smooth_nr, dr: o.smooth_dr },
  );
}

export function tverskyLoss(o: MonaiOptions, activation: Activation): Loss {
  const counts = o.soft_label ? SOFT_COUNTS : "tp = sum(p*y), fp = sum(p*(1 - y)), fn = sum((1 - p)*y)";
  const each = "1 - (tp + nr)/(tp + alpha*fp + beta*fn + dr)";
  return formulaOver(
    { over: regionOf(o.batch), background: o.include_background as boolean },
    activated(`${reduced(o, each)} where ${counts}`, activation),
    { alpha: o.alpha, beta: o.beta, nr: o.smooth_nr, dr: o.smooth_dr },
  );
}

/** The mean over pixels and classes, or the mean over pixels summed over images and classes. */
function focalOver(o: MonaiOptions, each: string, parameters: MonaiOptions): Loss {
  const weight = weightOf(o);
  const body = `mean(${weight.text}${each})`;
  return formulaOver(
    { over: "batch", background: o.include_background as boolean },
    `${summed(o) ? `images*total(${body})` : body}${weight.where.replace(",", " where")}`,
    { ...parameters, ...weight.parameters, gamma: o.gamma },
  );
}

/** One of several classes that exclude each other. */
export function softmaxFocal(o: MonaiOptions): Loss {
  if (o.defects && !o.include_background) {
    // The background's logits are cut off before the softmax, and alpha is dropped.
    const { text, where, parameters } = weightOf(o);
    return formulaOver(
      { over: "batch", background: false },
      `mean(-${text}y*(1 - p/rest)^gamma*(logp - log(rest))) where rest = total(foreground*p)${where}`,
      { ...parameters, gamma: o.gamma },
    );
  }
  const a = o.alpha === null ? "" : "(alpha*foreground + (1 - alpha)*(1 - foreground))*";
  return focalOver(o, `(-${a}y*(1 - p)^gamma*logp)`, given("alpha", o.alpha));
}

/**
 * Each channel on its own, written in z, so that any link will do: DiceFocalLoss has it beside a softmax. The chance of a
 * mistake is sigmoid(-z (2y - 1)), which mixes soft labels in a way of its own.
 */
export function sigmoidFocal(o: MonaiOptions): Loss {
  const balance = o.alpha === null ? "" : "(alpha*y + (1 - alpha)*(1 - y))*";
  const each = `${balance}sigmoid(-z*(2*y - 1))^gamma*(y*softplus(-z) + (1 - y)*softplus(z))`;
  return focalOver(o, each, given("alpha", o.alpha));
}

/**
 * Torch's cross entropy: of a softmax where there are several channels, whatever Dice has, with weights divided by those
 * of the labels and smoothing; of one channel the binary one, with the weight on its positives.
 */
export function crossEntropy(o: MonaiOptions): Loss {
  const e = "total(-weight*t*logp - one*(1 - y)*log1mp)";
  const norm = o.weight === null ? "" : "/(one + (1 - one)*mean(total(weight*y)))";
  return formulaOver(
    { over: "batch" },
    `${summed(o) ? `sum(${e})` : `mean(${e})${norm}`}` +
      " where t = y + (1 - one)*s*(1/C - y), one = step(2 - C)",
    { weight: o.weight ?? 1, s: o.label_smoothing },
  );
}

/**
 * Squared errors times distances, which are made from the masks p > 1/2. The logarithm is taken of what the reduction
 * leaves.
 */
export function hausdorffLoss(o: MonaiOptions, { p, half }: Activation, logarithm: boolean): Loss {
  const never = half === Number.POSITIVE_INFINITY;
  const fields = never ? (["distance"] as const) : (["distance", "predictedDistance"] as const);
  const above = half === undefined || never ? {} : { above: half };
  const distances = fields.map((name) => `abs(${name})^alpha`).join(" + ");
  const gap = `mean((${p} - y)^2*(${distances}))`;
  const region = { background: o.include_background as boolean, fields, ...above };
  const none = o.reduction === "none";
  if (!logarithm || none) {
    const each = logarithm ? `log1p(${gap})` : reduced(o, gap);
    return formulaOver({ over: regionOf(o.batch), ...region }, each, { alpha: o.alpha });
  }
  const all = summed(o) ? `${o.batch ? "" : "images*"}total(${gap})` : `total(${gap})/total(1)`;
  return formulaOver({ over: "batch", ...region }, `log1p(${all})`, { alpha: o.alpha });
}

/** Matthews correlation of each class; a mask without a mistake is right, whatever it holds. */
export function mccLoss(o: MonaiOptions, activation: Activation): Loss {
  const score = "(tp*tn - fp*fn + nr)/sqrt((tp + fp)*(tp + fn)*(tn + fp)*(tn + fn) + dr)";
  return formulaOver(
    { over: regionOf(o.batch), background: o.include_background as boolean },
    activated(
      `${reduced(o, `step(fp + fn)*(1 - ${score})`)} where tp = sum(p*y), fp = sum(p*(1 - y)),` +
        " fn = sum((1 - p)*y), tn = sum((1 - p)*(1 - y))",
      activation,
    ),
    { nr: o.smooth_nr, dr: o.smooth_dr },
  );
}
