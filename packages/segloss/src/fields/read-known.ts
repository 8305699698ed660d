import { readLabels } from "../door/read-labels.ts";
import { gridAxes, type LabelArray } from "./grid.ts";

/**
 * Which pixels are known, where that was given: 0 where one is ignored.
 *
 * @throws RangeError when it does not have one value per pixel
 */
export function readKnown(given: unknown, shape: readonly number[]): LabelArray | undefined {
  if (given === undefined) return undefined;
  const known = readLabels("known", given);
  gridAxes("known", known.length, shape);
  return known;
}
