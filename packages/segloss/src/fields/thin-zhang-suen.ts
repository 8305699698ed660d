import { thinInHalves, zhangSuen } from "./thin-in-halves.ts";

/**
 * Thins a slice with an empty frame, in place: the border is taken off in two halves. Some lines two pixels wide, those
 * along a diagonal, vanish but for their last pixels, as with the conditions of the article.
 */
export function thinZhangSuen(slice: Uint8Array, stride: number): void {
  thinInHalves(slice, stride, zhangSuen, (at) => isLastOfSquare(slice, at, stride));
}

/** The upper left of four pixels that touch no other: without it the thinning of the paper lets such a part vanish. */
function isLastOfSquare(pixels: Uint8Array, at: number, stride: number): boolean {
  const square = [at, at + 1, at + stride, at + stride + 1];
  if (!square.every((i) => pixels[i])) return false;
  let touched = 0;
  for (let y = -1; y <= 2; y++) for (let x = -1; x <= 2; x++) touched += pixels[at + y * stride + x];
  return touched === 4;
}
