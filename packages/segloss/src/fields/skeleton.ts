import { checkOptions } from "../door/check-options.ts";
import { ANY } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { shown } from "../door/shown.ts";
import { gridAxes, type LabelArray } from "./grid.ts";
import { nearestLabels } from "./nearest-labels.ts";
import { readKnown } from "./read-known.ts";
import { thinLee } from "./thin-lee.ts";
import { thinScikitImage } from "./thin-scikit-image.ts";
import { thinTopological } from "./thin-topological.ts";
import { thinZhangSuen } from "./thin-zhang-suen.ts";

/** Ways of thinning, the default first. */
export const THINNINGS = ["topological", "scikit-image", "lee", "zhang-suen"] as const;

export interface SkeletonOptions {
  /**
   * - "topological" (the default), 2-D and 3-D: keeps parts, holes and tunnels as they are; lines of even width stay.
   * - "scikit-image": the pixels of scikit-image's `skeletonize(mask)`, Zhang and Suen with a changed table in 2-D, Lee in
   *   3-D. Lines of even width can vanish.
   * - "lee": the pixels of scikit-image's `skeletonize(mask, method="lee")`, 2-D and 3-D.
   * - "zhang-suen": the conditions of Zhang and Suen's article, 2-D.
   */
  readonly thinning?: (typeof THINNINGS)[number];
  /**
   * One value per pixel, 0 where it is ignored. An ignored pixel is taken for what the nearest known one is, so that a
   * line goes on where it is cut and does not end there, and is never part of the skeleton. Default: all are known.
   */
  readonly known?: LabelArray;
}

/**
 * The skeleton of a mask: lines one pixel wide, left when the border is taken off in turns as long as nothing breaks
 * apart. Thin parts stay, ends hardly shrink. Each way of thinning has its source in `thinTopological`,
 * `thinScikitImage`, `thinLee`, `thinZhangSuen`.
 *
 * @param mask nonzero inside, last axis of the shape fastest
 * @param shape [height, width] or [depth, height, width]
 * @returns 1 on the skeleton, 0 elsewhere
 * @throws RangeError when mask and shape do not fit each other
 */
export function skeleton(
  given: LabelArray,
  shape: readonly number[],
  options: SkeletonOptions = {},
): Uint8Array {
  checkOptions("skeleton", options, { thinning: ANY, known: ANY });
  const { thinning = "topological" } = options;
  const mask = readLabels("mask", given);
  gridAxes("mask", mask.length, shape);
  const known = readKnown(options.known, shape);
  checkThinning(thinning, shape);
  const [depth, height, width] = [1, ...shape].slice(-3);
  const framed = withFrame(known ? continued(mask, known, shape) : mask, depth, height, width);
  thin(framed, [depth + 2, height + 2, width + 2], thinning, shape.length === 2);
  const result = new Uint8Array(mask.length);
  forEachRow(depth, height, width, (inMask, inFrame) => {
    result.set(framed.subarray(inFrame, inFrame + width), inMask);
  });
  if (known) for (let i = 0; i < result.length; i++) if (!known[i]) result[i] = 0;
  return result;
}

function checkThinning(thinning: string, shape: readonly number[]): void {
  if (shape.length < 2)
    throw new RangeError(
      `skeletons are for [height, width] and [depth, height, width], got shape [${shape}]`,
    );
  if (!THINNINGS.some((known) => known === thinning))
    throw new RangeError(
      `thinning must be ${THINNINGS.map((one) => `"${one}"`).join(" or ")}, got ${shown(thinning)}`,
    );
  if (thinning === "zhang-suen" && shape.length === 3)
    throw new RangeError(
      `thinning "zhang-suen" is for 2-D masks, got shape [${shape.join(", ")}]; use "topological"`,
    );
}

const [OUTSIDE, INSIDE] = [1, 2];

/** The mask with each ignored pixel as the nearest known one; empty where nothing is known. */
function continued(mask: LabelArray, known: LabelArray, shape: readonly number[]): Uint8Array {
  const sides = new Uint8Array(mask.length);
  for (let i = 0; i < sides.length; i++) if (known[i]) sides[i] = mask[i] ? INSIDE : OUTSIDE;
  const nearest = nearestLabels(sides, shape);
  for (let i = 0; i < sides.length; i++) sides[i] = nearest[i] === INSIDE ? 1 : 0;
  return sides;
}

function thin(
  framed: Uint8Array,
  shape: readonly [number, number, number],
  thinning: (typeof THINNINGS)[number],
  flat: boolean,
): void {
  const [, height, width] = shape;
  const slice = framed.subarray(height * width, 2 * height * width);
  if (thinning === "topological") thinTopological(framed, shape);
  else if (thinning === "zhang-suen") thinZhangSuen(slice, width);
  else if (thinning === "scikit-image" && flat) thinScikitImage(slice, width);
  else thinLee(framed, shape);
}

/** The mask as 0 and 1 with a frame of one empty pixel on each side of each axis. */
function withFrame(mask: LabelArray, depth: number, height: number, width: number): Uint8Array {
  const framed = new Uint8Array((depth + 2) * (height + 2) * (width + 2));
  forEachRow(depth, height, width, (inMask, inFrame) => {
    for (let x = 0; x < width; x++) framed[inFrame + x] = mask[inMask + x] ? 1 : 0;
  });
  return framed;
}

/** First pixels of each row, in the mask and within its frame. */
function forEachRow(
  depth: number,
  height: number,
  width: number,
  visit: (inMask: number, inFrame: number) => void,
): void {
  for (let z = 0; z < depth; z++)
    for (let y = 0; y < height; y++)
      visit((z * height + y) * width, ((z + 1) * (height + 2) + y + 1) * (width + 2) + 1);
}
