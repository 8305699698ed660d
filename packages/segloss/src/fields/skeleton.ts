import { checkOptions } from "../door/check-options.ts";
import { ANY } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { shown } from "../door/shown.ts";
import { gridAxes, type LabelArray } from "./grid.ts";
import { thinLee } from "./thin-lee.ts";

export interface SkeletonOptions {
  /**
   * "zhang-suen" (2-D only, its default there) takes the border off in two halves, "lee" (the default in 3-D) from each
   * side in turn. They differ in where a line of even width runs and how corners branch.
   */
  readonly thinning?: "zhang-suen" | "lee";
}

/**
 * The skeleton of a mask: lines one pixel wide, left when the border is taken off in turns as long as nothing breaks
 * apart. Thin parts stay, ends hardly shrink.
 *
 * T. Y. Zhang, C. Y. Suen, "A fast parallel algorithm for thinning digital patterns", Communications of the
 * ACM 27 (3), 1984; T.-C. Lee and others, see `thinLee`.
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
  checkOptions("skeleton", options, { thinning: ANY });
  const mask = readLabels("mask", given);
  gridAxes("mask", mask.length, shape);
  const { thinning = shape.length === 3 ? "lee" : "zhang-suen" } = options;
  checkThinning(thinning, shape);
  const [depth, height, width] = [1, ...shape].slice(-3);
  const framed = withFrame(mask, depth, height, width);
  if (thinning === "lee") thinLee(framed, [depth + 2, height + 2, width + 2]);
  else thinZhangSuen(framed.subarray((height + 2) * (width + 2), 2 * (height + 2) * (width + 2)), width + 2);
  const result = new Uint8Array(mask.length);
  forEachRow(depth, height, width, (inMask, inFrame) => {
    result.set(framed.subarray(inFrame, inFrame + width), inMask);
  });
  return result;
}

function checkThinning(thinning: string, shape: readonly number[]): void {
  if (shape.length < 2)
    throw new RangeError(
      `skeletons are for [height, width] and [depth, height, width], got shape [${shape}]`,
    );
  if (thinning !== "zhang-suen" && thinning !== "lee")
    throw new RangeError(`thinning must be "zhang-suen" or "lee", got ${shown(thinning)}`);
  if (thinning === "zhang-suen" && shape.length === 3)
    throw new RangeError(
      `thinning "zhang-suen" is for 2-D masks, got shape [${shape.join(", ")}]; use "lee"`,
    );
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

/** Thins a slice with an empty frame, in place. */
function thinZhangSuen(slice: Uint8Array, stride: number): void {
  let thinner = true;
  while (thinner) {
    // Both halves must run in every round.
    const first = peel(slice, stride, 0);
    const second = peel(slice, stride, 1);
    thinner = first || second;
  }
}

/** Takes off the border pixels of one half round (south-east and north-west, or the other way). */
function peel(pixels: Uint8Array, stride: number, half: 0 | 1): boolean {
  const off: number[] = [];
  // North, then clockwise; P2 to P9 of the paper.
  const around = [-stride, 1 - stride, 1, stride + 1, stride, stride - 1, -1, -stride - 1];
  for (let i = stride; i < pixels.length - stride; i++) {
    if (pixels[i] && isLoose(pixels, i, around, half) && !isLastOfSquare(pixels, i, around)) off.push(i);
  }
  for (const i of off) pixels[i] = 0;
  return off.length > 0;
}

/** The upper left of four pixels that touch no other: without it the thinning of the paper lets such a part vanish. */
function isLastOfSquare(pixels: Uint8Array, i: number, around: readonly number[]): boolean {
  const square = [i, i + around[2], i + around[3], i + around[4]];
  return square.every((at) => pixels[at] && around.reduce((sum, step) => sum + pixels[at + step], 0) === 3);
}

function isLoose(pixels: Uint8Array, i: number, around: readonly number[], half: 0 | 1): boolean {
  let count = 0;
  let rises = 0;
  let before = pixels[i + around[7]];
  for (let k = 0; k < 8; k++) {
    const value = pixels[i + around[k]];
    count += value;
    if (value > before) rises++;
    before = value;
  }
  if (count < 2 || count > 6 || rises !== 1) return false;
  const [north, east, south, west] = [0, 2, 4, 6].map((k) => pixels[i + around[k]]);
  return half === 0
    ? north * east * south === 0 && east * south * west === 0
    : north * east * west === 0 && north * south * west === 0;
}
