import { formulaOver, given, mixedFocal } from "./overlap.ts";
import { type Preset, presetsOf } from "./preset.ts";
import { REDUCTION_NONE, real, summed } from "./specs.ts";

/** fvcore's losses under its names. alpha below 0 is off. */
export const fvcore: Readonly<Record<string, Preset>> = presetsOf("fvcore", [
  {
    name: "sigmoid_focal_loss",
    summary: "focal of each channel on its own",
    options: {
      alpha: real(-1, "weight of positives, 1 - alpha of negatives; below 0: none"),
      gamma: real(2, "focusing exponent", 0),
      reduction: REDUCTION_NONE,
    },
    build({ alpha, gamma, reduction }) {
      const balance = (alpha as number) < 0 ? null : alpha;
      const each = mixedFocal(balance);
      const formula = summed({ reduction }) ? `total(sum(${each}))` : `mean(${each})`;
      return {
        loss: formulaOver({ over: "batch" }, formula, { gamma, ...given("alpha", balance) }),
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
      reduction: REDUCTION_NONE,
    },
    build({ alpha, gamma, reduction }) {
      const off = (alpha as number) < 0;
      const [a, b] = off ? ["", ""] : ["alpha*", "(1 - alpha)*"];
      const each = `${a}y*softplus(-gamma*z)/gamma + ${b}(1 - y)*softplus(gamma*z)/gamma`;
      const formula = summed({ reduction }) ? `total(sum(${each}))` : `mean(${each})`;
      return {
        loss: formulaOver({ over: "batch" }, formula, { gamma, ...(off ? {} : { alpha }) }),
        link: "sigmoid",
      };
    },
  },
]);
