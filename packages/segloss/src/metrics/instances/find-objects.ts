import { checkOptions } from "../../door/check-options.ts";
import type { Kind } from "../../door/kind.ts";
import { ANY, COUNT, choice } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { type ComponentsOptions, connectedComponents } from "../../fields/connected-components.ts";
import type { LabelArray } from "../../fields/grid.ts";
import { readKnown } from "../../fields/read-known.ts";
import { grown } from "./grown.ts";
import { withoutSmallObjects } from "./without-small-objects.ts";

export interface ObjectOptions extends Pick<ComponentsOptions, "connectivity" | "known"> {
  /** Objects of fewer pixels are taken out. Default: 1. */
  readonly smallest?: number;
  /**
   * Steps, to the neighbours of `connectivity`, by which the mask is grown before its parts are told apart, so that parts
   * that are nearly together are one object; no pixel is added to it. Default: 0.
   */
  readonly dilation?: number;
}

const STEPS: Kind = {
  expected: "a whole number of steps, 0 or more",
  fits: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
};

export const OBJECT_OPTIONS: Readonly<Record<string, Kind>> = {
  ...{ connectivity: choice("face", "edges", "full"), known: ANY, smallest: COUNT, dilation: STEPS },
};

/**
 * The objects of a mask, its connected parts, numbered from 1 in the order of their first pixels; 0 is background.
 *
 * @param mask nonzero inside
 * @param shape [width], [height, width] or [depth, height, width]
 * @throws RangeError when mask and shape do not fit each other, or options are out of range
 *
 * @example findObjects(new Uint8Array([1, 0, 1, 0, 0, 1]), [6], { dilation: 1 }) // 1, 0, 1, 0, 0, 1: all one object
 */
export function findObjects(
  given: LabelArray,
  shape: readonly number[],
  options: ObjectOptions = {},
): Int32Array {
  checkOptions("findObjects", options, OBJECT_OPTIONS);
  const { connectivity = "face", smallest = 1, dilation = 0 } = options;
  const mask = readLabels("mask", given);
  const known = readKnown(options.known, shape);
  const inside = Uint8Array.from(mask, (value) => (value ? 1 : 0));
  const wider = dilation > 0 ? grown(inside, shape, dilation, connectivity) : inside;
  const { labels } = connectedComponents(wider, shape, { connectivity, ...(known && { known }) });
  for (let i = 0; i < labels.length; i++) if (inside[i] === 0) labels[i] = 0;
  return smallest > 1 ? withoutSmallObjects(labels, smallest) : labels;
}
