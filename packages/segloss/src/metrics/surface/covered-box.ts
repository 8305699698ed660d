/** First place along an axis and the one after the last. */
export type Extent = readonly [first: number, end: number];

/** Where something is, along each axis. */
export interface Box {
  readonly z: Extent;
  readonly y: Extent;
  readonly x: Extent;
}

const EMPTY: Extent = [0, 0];

/**
 * The smallest box that holds all pixels but those of 0; all extents are empty where there is none. Most of an image is background,
 * of which four pixels are passed over at a time where they stand in memory as a whole word.
 */
export function coveredBox(pixels: Uint8Array, [depth, height, width]: readonly number[]): Box {
  const { buffer, byteOffset, length } = pixels;
  const isAligned = byteOffset % 4 === 0;
  const words = isAligned ? new Int32Array(buffer, byteOffset, length >> 2) : undefined;
  const has = (from: number, end: number) =>
    words && (from | end) % 4 === 0 ? hasAny(words, from >> 2, end >> 2) : hasAny(pixels, from, end);
  const [z, y] = coveredRows(depth, height, (row) => has(row * width, (row + 1) * width));
  return { z, y, x: coveredColumns(pixels, z, y, height, width) };
}

/** The smallest box that holds both. */
export function boxOfBoth(a: Box, b: Box): Box {
  return { z: ofBoth(a.z, b.z), y: ofBoth(a.y, b.y), x: ofBoth(a.x, b.x) };
}

function ofBoth(a: Extent, b: Extent): Extent {
  if (a[1] === 0) return b;
  return b[1] === 0 ? a : [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

/** Extents of the rows that are covered, slice by slice: memory in order. Of a slice that has one, those within the extent are not asked. */
function coveredRows(
  depth: number,
  height: number,
  isCovered: (row: number) => boolean,
): [z: Extent, y: Extent] {
  let [z0, z1, y0, y1] = [depth, 0, height, 0];
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      if ((z1 === z + 1 && y0 <= y && y < y1) || !isCovered(z * height + y)) continue;
      z0 = Math.min(z0, z);
      z1 = z + 1;
      y0 = Math.min(y0, y);
      y1 = Math.max(y1, y + 1);
    }
  }
  return z1 === 0
    ? [EMPTY, EMPTY]
    : [
        [z0, z1],
        [y0, y1],
      ];
}

function hasAny(pixels: Uint8Array | Int32Array, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (pixels[i] !== 0) return true;
  return false;
}

/** The extent along the last axis, which is read row by row, too. */
function coveredColumns(
  pixels: Uint8Array,
  [z0, z1]: Extent,
  [y0, y1]: Extent,
  height: number,
  width: number,
): Extent {
  let first = width;
  let end = 0;
  for (let z = z0; z < z1; z++) {
    for (let y = y0; y < y1; y++) {
      const row = (z * height + y) * width;
      for (let x = 0; x < first; x++) if (pixels[row + x]) first = x;
      for (let x = width - 1; x >= end; x--) if (pixels[row + x]) end = x + 1;
    }
  }
  return end === 0 ? EMPTY : [first, end];
}
