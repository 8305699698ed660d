import type { Schedule } from "./schedule.ts";

export interface CosineOptions {
  /** Rate at step 1. */
  readonly rate: number;
  /** Step at which `floor` is reached. */
  readonly steps: number;
  /** Rate from then on. Default 0. */
  readonly floor?: number;
}

/** Half a cosine from `rate` down to `floor`: Loshchilov and Hutter, "SGDR", 2017, without restarts. */
export function cosine({ rate, steps, floor = 0 }: CosineOptions): Schedule {
  return (step) => {
    const progress = Math.min(1, (step - 1) / Math.max(1, steps - 1));
    return floor + ((rate - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
  };
}
