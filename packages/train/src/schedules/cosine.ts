import { COUNT, checkOptions, required } from "segloss/door";
import { AT_LEAST_0 } from "./at-least-0.ts";
import type { Schedule } from "./schedule.ts";

export interface CosineOptions {
  /** Rate at step 1. */
  readonly rate: number;
  /** Step at which `floor` is reached. */
  readonly steps: number;
  /** Rate from then on. Default 0. */
  readonly floor?: number;
}

const OPTIONS = { rate: required(AT_LEAST_0), steps: required(COUNT), floor: AT_LEAST_0 };

/** Half a cosine from `rate` down to `floor`: Loshchilov and Hutter, "SGDR", 2017, without restarts. */
export function cosine(options: CosineOptions): Schedule {
  checkOptions("cosine", options, OPTIONS);
  const { rate, steps, floor = 0 } = options;
  return (step) => {
    const progress = Math.min(1, (step - 1) / Math.max(1, steps - 1));
    return floor + ((rate - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
  };
}
