import { gridAxes, type LabelArray } from "./grid.ts";

/**
 * The skeleton of a 2-D mask: lines one pixel wide, left when the border is taken off in turns as long as
 * nothing breaks apart. Thin parts stay, ends hardly shrink.
 *
 * T. Y. Zhang, C. Y. Suen, "A fast parallel algorithm for thinning digital patterns", Communications of the
 * ACM 27 (3), 1984.
 *
 * @param mask nonzero inside, last axis of the shape fastest
 * @param shape [height, width]
 * @returns 1 on the skeleton, 0 elsewhere
 * @throws RangeError when mask and shape do not fit each other
 */
export function skeleton(mask: LabelArray, shape: readonly number[]): Uint8Array {
  gridAxes("mask", mask.length, shape);
  if (shape.length !== 2)
    throw new RangeError(`skeletons are for [height, width], got shape [${shape.join(", ")}]`);
  const [height, width] = shape;
  const framed = withFrame(mask, height, width);
  let thinner = true;
  while (thinner) {
    // Both halves must run in every round.
    const first = peel(framed, width + 2, 0);
    const second = peel(framed, width + 2, 1);
    thinner = first || second;
  }
  const result = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    const from = (y + 1) * (width + 2) + 1;
    result.set(framed.subarray(from, from + width), y * width);
  }
  return result;
}

/** The mask as 0 and 1 with a frame of one empty pixel, so that every pixel has eight neighbours. */
function withFrame(mask: LabelArray, height: number, width: number): Uint8Array {
  const framed = new Uint8Array((height + 2) * (width + 2));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) framed[(y + 1) * (width + 2) + x + 1] = mask[y * width + x] ? 1 : 0;
  return framed;
}

/** Takes off the border pixels of one half round (south-east and north-west, or the other way). */
function peel(pixels: Uint8Array, stride: number, half: 0 | 1): boolean {
  const off: number[] = [];
  // North, then clockwise; P2 to P9 of the paper.
  const around = [-stride, 1 - stride, 1, stride + 1, stride, stride - 1, -1, -stride - 1];
  for (let i = stride; i < pixels.length - stride; i++) {
    if (pixels[i] && isLoose(pixels, i, around, half)) off.push(i);
  }
  for (const i of off) pixels[i] = 0;
  return off.length > 0;
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
