import { checkOptions } from "../door/check-options.ts";
import { ANY } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { gridAxes, type LabelArray } from "./grid.ts";
import { sweepAxis } from "./sweep-axis.ts";

/**
 * The label of the nearest pixel that is not 0, for every pixel: the Voronoi regions of the labels. Of
 * labels that are equally near any one is taken; 0 everywhere when there is none. Time linear in the pixels.
 *
 * @param shape [width], [height, width] or [depth, height, width]
 * @throws RangeError when labels, shape and spacing do not fit each other
 *
 * @example nearestLabels(new Uint8Array([0, 3, 0, 0, 0, 5]), [6]) // 3, 3, 3, 3, 5, 5
 */
export function nearestLabels(
  given: LabelArray,
  shape: readonly number[],
  options: { readonly spacing?: readonly number[] } = {},
): Int32Array {
  checkOptions("nearestLabels", options, { spacing: ANY });
  const { spacing } = options;
  const labels = readLabels("labels", given);
  const axes = gridAxes("labels", labels.length, shape, spacing);
  const nearest = Int32Array.from(labels);
  const squared = new Float64Array(labels.length);
  for (let i = 0; i < squared.length; i++) if (!labels[i]) squared[i] = Infinity;
  for (const axis of axes) sweepAxis(squared, axis, nearest);
  return nearest;
}
