import { readLabels } from "../door/read-labels.ts";
import { type DistanceOptions, distanceTransform } from "./distance-transform.ts";
import type { LabelArray } from "./grid.ts";

/**
 * Distance to the other side of a mask's border: outside, plus the distance to the nearest mask pixel;
 * inside, minus the distance to the nearest pixel outside. Neighbours across the border are at +1 and -1.
 * A mask that is empty or full has no border and gives 0 everywhere.
 *
 * The field of the boundary loss: H. Kervadec and others, "Boundary loss for highly unbalanced
 * segmentation", MIDL 2019, https://arxiv.org/abs/1812.07032; their code has 1 - distance inside.
 *
 * @param mask nonzero inside, last axis of the shape fastest
 * @param shape [width], [height, width] or [depth, height, width]
 * @throws RangeError when mask, shape, spacing and output do not fit each other
 *
 * @example signedDistance(new Uint8Array([0, 0, 1, 1, 1]), [5]) // 2, 1, -1, -2, -3
 */
export function signedDistance(
  given: LabelArray,
  shape: readonly number[],
  options: DistanceOptions = {},
): Float64Array {
  const mask = readLabels("mask", given);
  const signed = distanceTransform(mask, shape, options);
  const inside = distanceTransform(complement(mask), shape, {
    ...options,
    output: new Float64Array(mask.length),
  });
  // Either is Infinity everywhere when the mask has one side only.
  if (signed[0] === Infinity || inside[0] === Infinity) return signed.fill(0);
  for (let i = 0; i < signed.length; i++) signed[i] -= inside[i];
  return signed;
}

function complement(mask: LabelArray): Uint8Array {
  const other = new Uint8Array(mask.length);
  for (let i = 0; i < other.length; i++) other[i] = mask[i] ? 0 : 1;
  return other;
}
