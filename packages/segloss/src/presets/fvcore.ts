import { focalStar } from "../losses/focal-star.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { formulaOver } from "./overlap.ts";
import { type Preset, presetsOf } from "./preset.ts";
import { real, word } from "./specs.ts";

const REDUCTION: OptionSpecs = {
  reduction: word("mean", ["mean"], "the library's default none is no number: here mean"),
};

/** fvcore's losses under its names. alpha below 0 is off. */
export const fvcore: Readonly<Record<string, Preset>> = presetsOf("fvcore", [
  {
    name: "sigmoid_focal_loss",
    summary: "focal of each channel on its own",
    options: {
      alpha: real(-1, "weight of positives, 1 - alpha of negatives; below 0: none"),
      gamma: real(2, "focusing exponent", 0),
      ...REDUCTION,
    },
    build({ alpha, gamma }) {
      const off = (alpha as number) < 0;
      const [a, b] = off ? ["", ""] : ["alpha*", "(1 - alpha)*"];
      const formula = `mean(-${a}y*(1 - p)^gamma*logp - ${b}(1 - y)*p^gamma*log1mp)`;
      return {
        loss: formulaOver({ over: "batch" }, formula, { gamma, ...(off ? {} : { alpha }) }),
        link: "sigmoid",
      };
    },
  },
  {
    name: "sigmoid_focal_loss_star",
    summary: "focalStar with beta 0",
    options: {
      alpha: real(-1, "weight of positives, 1 - alpha of negatives; below 0: none"),
      gamma: real(1, "steepness", 1e-3),
      ...REDUCTION,
    },
    build({ alpha, gamma }) {
      if ((alpha as number) < 0)
        return { loss: focalStar({ gamma: gamma as number, beta: 0 }), link: "sigmoid" };
      const formula = "mean(alpha*y*softplus(-gamma*z)/gamma + (1 - alpha)*(1 - y)*softplus(gamma*z)/gamma)";
      return { loss: formulaOver({ over: "batch" }, formula, { alpha, gamma }), link: "sigmoid" };
    },
  },
]);
