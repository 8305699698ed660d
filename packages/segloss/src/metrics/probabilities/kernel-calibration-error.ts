import { checkOptions } from "../../door/check-options.ts";
import { required } from "../../door/kind.ts";
import { COUNT, FINITE } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import type { FloatArray } from "../../engines/engine.ts";
import { readFloats } from "../../engines/read-floats.ts";
import type { LabelArray } from "../../fields/grid.ts";
import { exactSum } from "../exact-sum.ts";
import { checkedProbability } from "./checked-probability.ts";

/** More pixels than this make more pairs than anybody waits for. */
const MOST_PIXELS = 20_000;

/**
 * Squared kernel calibration error, the mean over all pairs of pixels of (y_i - p_i) . (y_j - p_j) exp(-|p_i - p_j| / width).
 * About 0 for calibrated probabilities, whatever their order; it can be below. Time is quadratic: draw some thousand pixels.
 *
 * D. Widmann and others, "Calibration tests in multi-class classification", NeurIPS 2019, https://arxiv.org/abs/1910.11385
 *
 * @param given `classes` per pixel
 * @param width default: the median distance, that of a pixel to itself among them, as MetricsReloaded has it
 * @throws RangeError when the arguments do not fit, for fewer than 2 pixels, and for more than 20,000
 */
export function kernelCalibrationError(
  given: FloatArray,
  annotation: LabelArray,
  options: { readonly classes: number; readonly width?: number },
): number {
  checkOptions("kernelCalibrationError", options, { classes: required(COUNT), width: FINITE });
  const { classes, width } = options;
  const probabilities = readFloats("probabilities", given);
  const truth = readLabels("truth", annotation);
  const pixels = truth.length;
  if (probabilities.length !== pixels * classes)
    throw new RangeError(
      `probabilities must hold ${classes} per pixel, ${pixels * classes} in all, got ${probabilities.length}`,
    );
  if (!(pixels >= 2 && pixels <= MOST_PIXELS))
    throw new RangeError(`2 to ${MOST_PIXELS} pixels are taken in pairs, got ${pixels}; draw some of them`);
  const errors = Float64Array.from(
    probabilities,
    (_, k) => Number(truth[Math.floor(k / classes)] === k % classes) - checkedProbability(probabilities, k),
  );
  const scale = width ?? medianDistance(probabilities, pixels, classes);
  if (!(scale > 0)) throw new RangeError(`width must be above 0, got ${scale}; give one`);
  const sum = exactSum();
  for (let i = 0; i < pixels; i++) {
    for (let j = 0; j < i; j++) {
      let dot = 0;
      for (let c = 0; c < classes; c++) dot += errors[i * classes + c] * errors[j * classes + c];
      sum.add(dot * Math.exp(-distance(probabilities, i, j, classes) / scale));
    }
  }
  return sum.value() / ((pixels * (pixels - 1)) / 2);
}

function distance(p: FloatArray, i: number, j: number, classes: number): number {
  let squares = 0;
  for (let c = 0; c < classes; c++) squares += (p[i * classes + c] - p[j * classes + c]) ** 2;
  return Math.sqrt(squares);
}

function medianDistance(p: FloatArray, pixels: number, classes: number): number {
  const all = new Float64Array(pixels * pixels);
  for (let i = 0; i < pixels; i++)
    for (let j = 0; j < pixels; j++) all[i * pixels + j] = distance(p, i, j, classes);
  all.sort();
  return (all[(all.length - 1) >> 1] + all[all.length >> 1]) / 2;
}
