/**
 * Thins a slice with an empty frame, in place: the border is taken off in two halves. Some lines two pixels wide, those
 * along a diagonal, vanish but for their last pixels, as with the conditions of the article.
 *
 * T. Y. Zhang, C. Y. Suen, "A fast parallel algorithm for thinning digital patterns", Communications of the
 * ACM 27 (3), 1984
 */
export function thinZhangSuen(slice: Uint8Array, stride: number): void {
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
