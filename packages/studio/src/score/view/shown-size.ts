import type { Axis } from "./plane.ts";

/** Height up to which a picture grows by itself, in CSS pixels. */
const MOST_HEIGHT = 420;
/** CSS pixels of one pixel of a picture of some twenty. */
const MOST_SCALE = 16;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The size in CSS pixels that fits, with the proportions that the distances of the pixels give. Where a pixel becomes larger than one it
 * is so by a whole number, so that all are alike.
 */
export function shownSize(
  { width, height }: Size,
  spacing: readonly [number, number, number] | undefined,
  axis: Axis,
  room: number,
): Size {
  const [z, y, x] = spacing ?? [1, 1, 1];
  const [across, down] = axis === 0 ? [x, y] : axis === 1 ? [x, z] : [y, z];
  const least = Math.min(across, down);
  const [stretchX, stretchY] = [across / least, down / least];
  const fits = Math.min(room / (width * stretchX), MOST_HEIGHT / (height * stretchY), MOST_SCALE);
  const scale = fits > 1 ? Math.floor(fits) : fits;
  return { width: width * stretchX * scale, height: height * stretchY * scale };
}
