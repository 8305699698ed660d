import { scale, sum } from "../losses/combine.ts";
import { crossEntropy } from "../losses/cross-entropy.ts";
import { formulaOver } from "./overlap.ts";
import type { PresetDefinition } from "./preset.ts";
import { real, word } from "./specs.ts";

/** The error function, to the last digits: its series, far out the continued fraction of 1 - erf. */
function erf(x: number): number {
  if (Math.abs(x) > 3) return Math.sign(x) * (1 - tail(Math.abs(x)));
  let [term, total] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(total); n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 * total) / Math.sqrt(Math.PI);
}

function tail(x: number): number {
  let fraction = x;
  for (let n = 60; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (fraction * Math.sqrt(Math.PI));
}

/** A Gaussian's share of each pixel, four standard deviations far. */
function gaussian(sigma: number): number[] {
  const far = Math.floor(Math.max(4 * sigma, 0.5) + 0.5);
  const upTo = (x: number): number => erf(x / (Math.SQRT2 * sigma)) / 2;
  return Array.from({ length: 2 * far + 1 }, (_, k) => upTo(k - far + 0.5) - upTo(k - far - 0.5));
}

/**
 * B. Murugesan and others, Trust your neighbours: penalty-based constraints for model calibration, MICCAI 2023: logits are
 * drawn to the share that their class has among the labels around.
 */
export const MONAI_NACL: PresetDefinition = {
  name: "NACLLoss",
  summary:
    "crossEntropy plus alpha times the distance of the logits from the labels' average around each pixel",
  options: {
    kernel_size: real(3, "pixels of the average along each axis, an odd number", 1),
    kernel_ops: word("mean", ["mean", "gaussian"], "equal weights, or those of a Gaussian"),
    distance_type: word("l1", ["l1", "l2"], "absolute or squared differences"),
    alpha: real(0.1, "factor of the distance", 0),
    sigma: real(1, "standard deviation of the Gaussian, in pixels", 1e-3),
  },
  withoutEffect: { classes: "the channels are known", dim: "the axes of space are known" },
  build({ kernel_size, kernel_ops, distance_type, alpha, sigma }) {
    const size = kernel_size as number;
    if (size % 2 !== 1) throw new Error(`monai.NACLLoss: kernel_size must be an odd number, got ${size}.`);
    const kernel = kernel_ops === "mean" ? Array<number>(size).fill(1 / size) : gaussian(sigma as number);
    const gap = distance_type === "l1" ? "abs(smoothed - z)" : "(smoothed - z)^2";
    const penalty = formulaOver({ over: "batch", fields: ["smoothed"], kernel }, `mean(${gap})`, {});
    return { loss: sum(crossEntropy(), scale(alpha as number, penalty)), link: "softmax" };
  },
};
