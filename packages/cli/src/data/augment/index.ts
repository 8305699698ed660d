import { brightness } from "./brightness.ts";
import { contrast } from "./contrast.ts";
import { gamma, invertedGamma } from "./gamma.ts";
import type { IntensityChange } from "./intensity-change.ts";
import { noise } from "./noise.ts";

/** How crops are changed while a network trains. */
export type Augmentation = "none" | "flips" | "standard";

/** What each means, in a line. */
export const AUGMENTATIONS: Readonly<Record<Augmentation, string>> = {
  none: "not turned or changed",
  flips: "flips and quarter turns",
  standard: "flips, quarter turns, noise, brightness, contrast and gamma",
};

/**
 * Changes of intensity in the order in which they are made, with the ranges and chances of nnU-Net (F. Isensee and others, "nnU-Net",
 * Nature Methods 18, 2021, supplementary note 4; batchgeneratorsv2, whose noise_variance is a deviation). It also blurs, lowers the resolution, turns by any
 * angle and scales, which needs neighbours and is left out here.
 */
export const INTENSITY_CHANGES: readonly IntensityChange[] = [
  noise,
  brightness,
  contrast,
  invertedGamma,
  gamma,
];
