import { checkOptions } from "../door/check-options.ts";
import { ANY, FLOATS } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { shown } from "../door/shown.ts";
import { checkOutput, type LabelArray } from "./grid.ts";
import { nearestCells } from "./nearest-cells.ts";

export interface UnetWeightsOptions {
  /** Weight added between touching cells. Default: 10. */
  readonly w0?: number;
  /** Width of the border that it acts on, in the unit of the spacing. Default: 5. */
  readonly sigma?: number;
  /** Pixel size along each axis of the shape. Default: 1 along each. */
  readonly spacing?: readonly number[];
  /** Pixels that get more than 1: all, as in the paper's formula (the default), or those outside cells. */
  readonly only?: "everywhere" | "background";
  /** Where to write the result, one value per pixel. Default: a new array. */
  readonly output?: Float32Array;
}

/**
 * The pixel weights of U-Net, which make a network learn the narrow gaps between touching cells:
 *
 *     1 + w0 exp(-(d1 + d2)^2 / (2 sigma^2))
 *
 * d1, d2: distances to the nearest and the second nearest cell (`nearestCells`). With fewer than two
 * cells there is no gap and every weight is 1.
 *
 * O. Ronneberger, P. Fischer, T. Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation",
 * MICCAI 2015, equation 2, https://arxiv.org/abs/1505.04597; the constant 1 stands for its class weights.
 *
 * @param labels instance labels, 0 is background
 * @param shape [width], [height, width] or [depth, height, width]
 * @throws RangeError when labels, shape and spacing do not fit each other, or sigma is not positive
 *
 * @example unetWeights(new Uint8Array([1, 0, 2]), [3]) // 9.353, 9.353, 9.353: d1 + d2 = 2 everywhere
 */
export function unetWeights(
  given: LabelArray,
  shape: readonly number[],
  options: UnetWeightsOptions = {},
): Float32Array {
  const { w0, sigma, spacing, only, output } = checkUnetOptions(options);
  const labels = readLabels("labels", given);
  const weights = output ?? new Float32Array(labels.length);
  checkOutput("output", weights, labels.length);
  const { d1, d2 } = nearestCells(labels, shape, spacing === undefined ? {} : { spacing });
  const scale = -0.5 / (sigma * sigma);
  for (let i = 0; i < weights.length; i++) {
    const gap = d1[i] + d2[i];
    const plain = only === "background" && labels[i] !== 0;
    weights[i] = plain ? 1 : 1 + w0 * Math.exp(scale * gap * gap);
  }
  return weights;
}

/** The options with their defaults. @throws RangeError for a w0, sigma or only that makes no sense */
export function checkUnetOptions(
  options: UnetWeightsOptions,
): UnetWeightsOptions & Required<Pick<UnetWeightsOptions, "w0" | "sigma" | "only">> {
  checkOptions("unetWeights", options, { w0: ANY, sigma: ANY, only: ANY, spacing: ANY, output: FLOATS });
  const { w0 = 10, sigma = 5, only = "everywhere", ...rest } = options;
  if (!Number.isFinite(w0)) throw new RangeError(`w0 must be a finite number, got ${shown(w0)}`);
  if (!(Number.isFinite(sigma) && sigma > 0)) {
    throw new RangeError(`sigma must be a positive number in the unit of the spacing, got ${shown(sigma)}`);
  }
  if (only !== "everywhere" && only !== "background") {
    throw new RangeError(`only must be "everywhere" or "background", got ${shown(only)}`);
  }
  return { w0, sigma, only, ...rest };
}
