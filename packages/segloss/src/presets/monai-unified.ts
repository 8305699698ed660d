import { asymmetricFocal } from "../losses/asymmetric-focal.ts";
import { asymmetricFocalTversky } from "../losses/asymmetric-focal-tversky.ts";
import type { Loss } from "../losses/loss.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { unifiedFocal } from "../losses/unified-focal.ts";
import type { MonaiOptions } from "./monai-formulas.ts";
import { formulaOver } from "./overlap.ts";
import type { PresetDefinition } from "./preset.ts";
import { flag, ONE_HOT, REDUCTION, real, refuse, summed } from "./specs.ts";

const NOTE = "its input is probabilities of two classes, background first";
const ONE_NUMBER = { reduction: "what is left to reduce is one number already" };
const CLIPPED = "it clips probabilities; here log 0 is an error";
const PARTS: OptionSpecs = { to_onehot_y: ONE_HOT, delta: real(0.7, "weight of the foreground", 0) };

/** Several classes, background first: each has its share of both halves. */
function laterUnified(o: MonaiOptions): Loss {
  const each =
    "weight*mean(-(delta*foreground + (1 - delta)*(1 - foreground))*y*(1 - c)^(gamma*(1 - foreground))*log(c))" +
    " + (1 - weight)*max(a/(sum(c*y) + a + e), e*foreground)^(1 - gamma*foreground)";
  return formulaOver(
    { over: "image", background: (o.include_background ?? true) as boolean },
    `${summed(o) ? `images*total(${each})` : each}` +
      " where c = min(max(p, e), 1 - e), a = delta*sum((1 - c)*y) + (1 - delta)*sum(c*(1 - y))",
    { weight: o.weight, delta: o.delta ?? 0.6, gamma: o.gamma, e: o.epsilon ?? 1e-7 },
  );
}

/** Whether an option is given that releases up to 1.5 do not have. */
function isLater({ use_softmax, include_background, epsilon }: MonaiOptions): boolean {
  return [use_softmax, include_background, epsilon].some((value) => value !== null);
}

/** The losses of MONAI's unified_focal_loss.py. */
export const MONAI_UNIFIED: readonly PresetDefinition[] = [
  {
    name: "AsymmetricFocalLoss",
    summary: "asymmetricFocal of two classes",
    options: { ...PARTS, gamma: real(2, "focusing exponent of the background", 0) },
    refused: { epsilon: refuse(CLIPPED, 1e-7) },
    withoutEffect: ONE_NUMBER,
    note: NOTE,
    build: (o) => ({
      loss: asymmetricFocal({ delta: o.delta as number, gamma: o.gamma as number }),
      link: "none",
    }),
  },
  {
    name: "AsymmetricFocalTverskyLoss",
    summary: "asymmetricFocalTversky of two classes",
    options: { ...PARTS, gamma: real(0.75, "the foreground's power is 1 - gamma", 0) },
    refused: { epsilon: refuse(CLIPPED, 1e-7) },
    withoutEffect: ONE_NUMBER,
    note: NOTE,
    build: (o) => ({
      loss: asymmetricFocalTversky({ delta: o.delta as number, gamma: o.gamma as number }),
      link: "none",
    }),
  },
  {
    name: "AsymmetricUnifiedFocalLoss",
    summary: "unifiedFocal of two classes, or (use_softmax, include_background or epsilon given) of several",
    options: {
      to_onehot_y: ONE_HOT,
      delta: real(null, "weight of the foreground; None: 0.7, of the later one 0.6", 0),
      reduction: REDUCTION,
      weight: real(0.5, "share of the cross entropy half", 0),
      gamma: real(0.5, "focusing", 0),
      use_softmax: { ...flag(false, "later than 1.5: whether the input is logits"), default: null },
      include_background: { ...flag(true, "later than 1.5: whether class 0 counts"), default: null },
      epsilon: real(null, "later than 1.5: where probabilities are clipped; None: 1e-7", 0),
    },
    refused: { num_classes: refuse("it is 2", 2) },
    note: NOTE,
    build(o) {
      if (isLater(o)) return { loss: laterUnified(o), link: o.use_softmax ? "softmax" : "none" };
      const [delta, gamma, weight] = [o.delta ?? 0.7, o.gamma, o.weight] as number[];
      return { loss: unifiedFocal({ delta, gamma, weight }), link: "none" };
    },
  },
];
