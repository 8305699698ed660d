import type { LinkName } from "../links/index.ts";
import { scale, sum } from "../losses/combine.ts";
import type { Loss, OptionValue } from "../losses/loss.ts";
import { formulaOver, multiplied, regionOf } from "./overlap.ts";

/** Options of a MONAI loss, checked. */
export type MonaiOptions = Readonly<Record<string, OptionValue>>;

/** sigmoid, softmax, or probabilities in. */
export function linkOf({ sigmoid, softmax }: MonaiOptions): LinkName {
  if (sigmoid && softmax) throw new Error("monai: give sigmoid or softmax, not both.");
  return softmax ? "softmax" : sigmoid ? "sigmoid" : "none";
}

/** The link of a loss that also needs the logits themselves. */
export function logitsOf(o: MonaiOptions, name: string): LinkName {
  const link = linkOf(o);
  if (link === "none") throw new Error(`monai.${name} needs logits: give sigmoid or softmax.`);
  return link;
}

/** Dice with smoothing above and below; weights are not divided out. */
export function diceLoss(o: MonaiOptions): Loss {
  const squared = o.squared_pred === true;
  const size = squared ? "sum(p^2) + sum(y^2)" : "sum(p) + sum(y)";
  const tp = o.soft_label && !squared ? "(size - sum(abs(p - y)))/2" : "sum(p*y)";
  const below = o.jaccard ? "2*(size - tp)" : "size";
  return formulaOver(
    { over: regionOf(o.batch), background: o.include_background as boolean },
    `weight*(1 - (2*tp + nr)/(${below} + dr)) where tp = ${tp}, size = ${size}`,
    { weight: multiplied(o.weight, o.include_background as boolean), nr: o.smooth_nr, dr: o.smooth_dr },
  );
}

/** The weights of an absent class are the largest of the others. */
export function generalizedDiceLoss(o: MonaiOptions): Loss {
  const power = { square: "^2", simple: "", uniform: "^0" }[o.w_type as string] as string;
  const tp = o.soft_label ? "(sum(p) + sum(y) - sum(abs(p - y)))/2" : "sum(p*y)";
  return formulaOver(
    { over: regionOf(o.batch), background: o.include_background as boolean },
    `1 - (2*total(v*${tp}) + nr)/(total(v*(sum(p) + sum(y))) + dr)` +
      " where v = u + (1 - step(area))*(top + 1 - step(top)), top = largest(u)," +
      ` u = step(area)/max(area, 1 - step(area))${power}, area = sum(y)`,
    { nr: o.smooth_nr, dr: o.smooth_dr },
  );
}

/** Mean over pixels and over the classes too; under softmax that divides by the number of classes. */
export function focalLoss(o: MonaiOptions): Loss {
  const [background, alpha] = [o.include_background as boolean, o.alpha];
  const weight = multiplied(o.weight, background);
  const region = { over: "batch", background } as const;
  const parameters = { gamma: o.gamma, weight, ...(alpha === null ? {} : { alpha }) };
  if (!o.use_softmax) {
    const [a, b] = alpha === null ? ["", ""] : ["alpha*", "(1 - alpha)*"];
    const formula = `mean(weight*(-${a}y*(1 - p)^gamma*logp - ${b}(1 - y)*p^gamma*log1mp))`;
    return formulaOver(region, formula, parameters);
  }
  if (o.defects && !background) {
    // The background's logits are cut off before the softmax, and alpha is dropped.
    const formula =
      "mean(total(-weight*y*(1 - p/rest)^gamma*(logp - log(rest))))/total(1) where rest = total(foreground*p)";
    return formulaOver(region, formula, { gamma: o.gamma, weight });
  }
  const a = alpha === null ? "" : "(alpha*foreground + (1 - alpha)*(1 - foreground))*";
  return formulaOver(region, `mean(total(-${a}weight*y*(1 - p)^gamma*logp))/total(1)`, parameters);
}

/** The focal part of DiceFocalLoss is of the sigmoid, whatever Dice has: written in z, so that any link will do. */
export function sigmoidFocal(o: MonaiOptions): Loss {
  const background = o.include_background as boolean;
  const [a, b] = o.alpha === null ? ["", ""] : ["alpha*", "(1 - alpha)*"];
  return formulaOver(
    { over: "batch", background },
    `mean(weight*(${a}y*sigmoid(-z)^gamma*softplus(-z) + ${b}(1 - y)*sigmoid(z)^gamma*softplus(z)))`,
    {
      gamma: o.gamma,
      weight: multiplied(o.weight, background),
      ...(o.alpha === null ? {} : { alpha: o.alpha }),
    },
  );
}

/** Torch's, with weights divided by those of the labels; binary: on the positives. */
export function crossEntropy(o: MonaiOptions, link: LinkName): Loss {
  const smoothed = "t = (1 - s)*y + s/C";
  const parameters = { weight: o.weight ?? 1, s: o.label_smoothing };
  const softmax =
    o.weight === null
      ? `mean(total(-weight*t*logp)) where ${smoothed}`
      : `sum(total(-weight*t*logp))/sum(total(weight*y)) where ${smoothed}`;
  const formula = link === "softmax" ? softmax : "mean(-weight*y*logp - (1 - y)*log1mp)";
  return formulaOver(
    { over: "batch" },
    formula,
    link === "softmax" ? parameters : { weight: parameters.weight },
  );
}

const CL_DICE =
  "1 - 2*precision*sensitivity/(precision + sensitivity)" +
  " where precision = (sum(foreground*skeleton(p, n)*y) + smooth)/(sum(foreground*skeleton(p, n)) + smooth)," +
  " sensitivity = (sum(foreground*skeleton(y, n)*p) + smooth)/(sum(foreground*skeleton(y, n)) + smooth)";

/** One number for all classes but the background and all images. */
export function clDiceLoss({ iter_, smooth }: MonaiOptions): Loss {
  return formulaOver({ over: "batch", pooled: true }, CL_DICE, { n: iter_, smooth });
}

export function diceClDiceLoss(o: MonaiOptions): Loss {
  const dice = formulaOver(
    { over: "batch", pooled: true },
    "1 - (2*sum(foreground*p*y) + smooth)/(sum(foreground*y) + sum(foreground*p) + smooth)",
    { smooth: o.smooth },
  );
  const alpha = o.alpha as number;
  return sum(scale(1 - alpha, dice), scale(alpha, clDiceLoss(o)));
}
