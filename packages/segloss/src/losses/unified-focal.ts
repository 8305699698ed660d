import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface UnifiedFocalOptions {
  /** Share of the cross entropy half, in [0, 1]. Default 0.5. */
  readonly weight?: number;
  /** Weight of the foreground and price of false negatives, in [0, 1]. Default 0.6. */
  readonly delta?: number;
  /** One focusing parameter for both halves, in [0, 1). Default 0.5. */
  readonly gamma?: number;
  /** Whether focusing spares the foreground in cross entropy and the background in Tversky. Default true. */
  readonly asymmetric?: boolean;
}

/** Unified focal loss: weight times a focal cross entropy plus 1 - weight times a focal Tversky loss. */
export const unifiedFocal: LossFactory<UnifiedFocalOptions> = defineLoss<UnifiedFocalOptions>({
  name: "unifiedFocal",
  title: "Unified focal loss",
  summary: "a focal cross entropy and a focal Tversky loss with shared parameters",
  legend: {
    weight: "share of the cross entropy half",
    delta: "weight of the foreground, and price of false negatives",
    gamma: "focusing: power gamma in cross entropy, 1 - gamma in Tversky",
    foreground: "0 for class 0, 1 for the others",
  },
  options: {
    weight: { kind: "number", default: 0.5, min: 0, max: 1, doc: "share of the cross entropy half" },
    delta: {
      kind: "number",
      default: 0.6,
      min: 0,
      max: 1,
      doc: "weight of the foreground, and price of false negatives",
    },
    gamma: { kind: "number", default: 0.5, min: 0, max: 0.99, doc: "focusing of both halves" },
    asymmetric: { kind: "boolean", default: true, doc: "whether focusing spares the rare class" },
  },
  over: "image",
  classes: "all",
  empty: 0,
  build({ weight, delta, gamma, asymmetric }) {
    const [focal, tversky] = [focalHalf(asymmetric as boolean), tverskyHalf(asymmetric as boolean)];
    const both = (link: "sigmoid" | "softmax"): string => {
      const [body, where] = tversky[link].split(" where ");
      return `weight*(${focal[link]}) + (1 - weight)*(${body}) where ${where}`;
    };
    return {
      formula: { sigmoid: both("sigmoid"), softmax: both("softmax") },
      parameters: { weight: weight as number, delta: delta as number, gamma: gamma as number },
    };
  },
  emptyMask:
    "no true pixel: the Tversky half of the foreground gives 1 without a gradient; the other parts go on",
  special: [
    "weight 1: asymmetricFocal; weight 0: asymmetricFocalTversky",
    "the article's text has the power 1 - gamma in cross entropy, its code gamma: this is the code's",
  ],
  reference:
    "M. Yeung, E. Sala, C.-B. Schönlieb, L. Rundo, Unified Focal loss: generalising Dice and cross entropy-based losses to handle class imbalanced medical image segmentation, Computerized Medical Imaging and Graphics 95, 2022",
  use: "Strong imbalance, when there is no time to tune the parts of dice + focal one by one. Not where the two parts need settings of their own: delta and gamma drive both.",
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.7065281282519014 },
});

interface TwoFormulas {
  readonly sigmoid: string;
  readonly softmax: string;
}

/** Cross entropy with delta on the foreground, faded by (1 - p_t)^gamma: asymmetric, on the background only. */
export function focalHalf(asymmetric: boolean): TwoFormulas {
  const easy = asymmetric ? "" : "*(1 - p)^gamma";
  const power = asymmetric ? "gamma*(1 - foreground)" : "gamma";
  return {
    sigmoid: `mean(-delta*y${easy}*logp - (1 - delta)*(1 - y)*p^gamma*log1mp)`,
    softmax: `mean(total(-classWeights*(delta*foreground + (1 - delta)*(1 - foreground))*y*(1 - p)^(${power})*logp))`,
  };
}

/** Tversky loss with delta on misses, to the power 1 - gamma: asymmetric, of the foreground only. */
export function tverskyHalf(asymmetric: boolean): TwoFormulas {
  const back = asymmetric ? "back" : "back^(1 - gamma)";
  const power = asymmetric ? "1 - gamma*foreground" : "1 - gamma";
  return {
    sigmoid:
      `(${back} + fore^(1 - gamma))/2` +
      " where fore = max(a/(sum(p*y) + a), 1e-30), a = delta*fn + (1 - delta)*fp," +
      " back = max(b/(sum((1 - p)*(1 - y)) + b), 1e-30), b = delta*fp + (1 - delta)*fn," +
      " fp = sum(p*(1 - y)), fn = sum((1 - p)*y)",
    softmax:
      `max(a/(sum(p*y) + a), 1e-30)^(${power})` +
      " where a = delta*sum((1 - p)*y) + (1 - delta)*sum(p*(1 - y))",
  };
}
