import { scale, sum } from "../losses/combine.ts";
import type { Loss } from "../losses/loss.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { ACTIVATION, type Activation, activated, activationOf } from "./monai-activation.ts";
import { diceLoss, type MonaiOptions } from "./monai-formulas.ts";
import { formulaOver } from "./overlap.ts";
import type { PresetDefinition } from "./preset.ts";
import { ONE_HOT, real, summed } from "./specs.ts";

const LATER = ["smooth_nr", "smooth_dr", "include_background", "sigmoid", "softmax", "other_act"];
const NOTE =
  "up to 1.5 its input is probabilities, and of one channel MONAI cuts it off as background and always gives 0, here it counts; the later one is had by giving one of smooth_nr, smooth_dr, include_background, to_onehot_y, sigmoid, softmax, other_act, reduction";

/** Options of the later one are None until they are given. */
const CL_DICE: OptionSpecs = {
  iter_: real(3, "erosions of the soft skeleton", 0),
  smooth: real(null, "added above and below, None: 1; later: below the harmonic mean, None: 1e-4", 1e-6),
  ...Object.fromEntries(Object.entries(ACTIVATION).map(([name, spec]) => [name, { ...spec, default: null }])),
  to_onehot_y: { ...ONE_HOT, default: null },
  smooth_nr: real(null, "later: added to numerators, None: 1", 0),
  smooth_dr: real(null, "later: added to denominators, None: 1", 0),
};

function isLater(o: MonaiOptions): boolean {
  return [...LATER, "to_onehot_y", "reduction"].some((name) => o[name] !== null);
}

/** The later one with its defaults. */
function completed(o: MonaiOptions): MonaiOptions {
  return {
    ...o,
    smooth: o.smooth ?? 1e-4,
    smooth_nr: o.smooth_nr ?? 1,
    smooth_dr: o.smooth_dr ?? 1,
    include_background: o.include_background ?? true,
  };
}

/** One number for all classes but the background and all images. */
function formerClDice(o: MonaiOptions): Loss {
  return formulaOver(
    { over: "batch", pooled: true },
    "1 - 2*precision*sensitivity/(precision + sensitivity)" +
      " where precision = (sum(foreground*skeleton(p, n)*y) + smooth)/(sum(foreground*skeleton(p, n)) + smooth)," +
      " sensitivity = (sum(foreground*skeleton(y, n)*p) + smooth)/(sum(foreground*skeleton(y, n)) + smooth)",
    { n: o.iter_, smooth: o.smooth ?? 1 },
  );
}

/** One number for all classes of an image. */
function laterClDice(o: MonaiOptions, activation: Activation): Loss {
  const each = "1 - 2*precision*sensitivity/(precision + sensitivity + smooth)";
  return formulaOver(
    { over: "image", pooled: true, background: o.include_background as boolean },
    activated(
      `${summed(o) ? `images*(${each})` : each}` +
        " where precision = (sum(skeleton(p, n)*y) + nr)/(sum(skeleton(p, n)) + dr)," +
        " sensitivity = (sum(skeleton(y, n)*p) + nr)/(sum(skeleton(y, n)) + dr)",
      activation,
    ),
    { n: o.iter_, smooth: o.smooth, nr: o.smooth_nr, dr: o.smooth_dr },
  );
}

/** Dice of all classes but the background and all images together. */
function formerDice(o: MonaiOptions): Loss {
  return formulaOver(
    { over: "batch", pooled: true },
    "1 - (2*sum(foreground*p*y) + smooth)/(sum(foreground*y) + sum(foreground*p) + smooth)",
    { smooth: o.smooth ?? 1 },
  );
}

const DICE = { squared_pred: false, jaccard: false, soft_label: false, batch: false, weight: null };

/** The losses of MONAI's cldice.py. */
export const MONAI_CL_DICE: readonly PresetDefinition[] = [
  {
    name: "SoftclDiceLoss",
    summary: "softClDice of all foreground classes and images together; later of all classes of each image",
    options: CL_DICE,
    note: NOTE,
    build(o) {
      if (!isLater(o)) return { loss: formerClDice(o), link: "none" };
      const activation = activationOf(o);
      return { loss: laterClDice(completed(o), activation), link: activation.link };
    },
  },
  {
    name: "SoftDiceclDiceLoss",
    summary: "SoftclDiceLoss and Dice of the same classes, alpha to 1 - alpha",
    options: { ...CL_DICE, alpha: real(0.5, "share of SoftclDiceLoss", 0) },
    note: NOTE,
    build(o) {
      const alpha = o.alpha as number;
      const both = (dice: Loss, clDice: Loss): Loss => sum(scale(1 - alpha, dice), scale(alpha, clDice));
      if (!isLater(o)) return { loss: both(formerDice(o), formerClDice(o)), link: "none" };
      const [all, activation] = [completed(o), activationOf(o)];
      return {
        loss: both(diceLoss({ ...DICE, ...all }, activation), laterClDice(all, activation)),
        link: activation.link,
      };
    },
  },
];
