import type { LabelArray } from "../../fields/grid.ts";

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
 * The smallest box that holds all pixels of a label, of every label but 0 where none is given; all extents are empty where there is
 * none. Most of an image is background, of which four pixels are passed over at a time where they stand in memory as a whole word.
 */
export function coveredBox(
  pixels: LabelArray,
  [depth, height, width]: readonly number[],
  label?: number,
): Box {
  const isBackground = label === 0 ? () => false : backgroundTest(pixels, width);
  const isCovered = (row: number) => {
    if (isBackground(row)) return false;
    // A row of a mask that is not all 0 is covered.
    return label === undefined || firstOf(pixels, row * width, (row + 1) * width, label) < (row + 1) * width;
  };
  const [z, y] = coveredRows(depth, height, isCovered);
  return { z, y, x: coveredColumns(pixels, label, z, y, height, width) };
}

/** Whether a row is all 0. */
function backgroundTest(pixels: LabelArray, width: number): (row: number) => boolean {
  const { buffer, byteOffset, byteLength } = pixels;
  const rowBytes = width * pixels.BYTES_PER_ELEMENT;
  const isWhole = byteOffset % 4 === 0 && rowBytes % 4 === 0;
  const values = isWhole ? new Int32Array(buffer, byteOffset, byteLength / 4) : pixels;
  const length = isWhole ? rowBytes / 4 : width;
  return (row) => firstOf(values, row * length, (row + 1) * length, undefined) === (row + 1) * length;
}

/** The first place of a label, of any but 0 where none is given; `end` where there is none. */
function firstOf(values: LabelArray, from: number, end: number, label: number | undefined): number {
  for (let i = from; i < end; i++) if (label === undefined ? values[i] !== 0 : values[i] === label) return i;
  return end;
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

/** The extent along the last axis, which is read row by row, too. */
function coveredColumns(
  pixels: LabelArray,
  label: number | undefined,
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
      first = firstOf(pixels, row, row + first, label) - row;
      end = lastOf(pixels, row + end, row + width, label) - row;
    }
  }
  return end === 0 ? EMPTY : [first, end];
}

/** The place after the last one of a label, of any but 0 where none is given; `from` where there is none. */
function lastOf(values: LabelArray, from: number, end: number, label: number | undefined): number {
  for (let i = end - 1; i >= from; i--)
    if (label === undefined ? values[i] !== 0 : values[i] === label) return i + 1;
  return from;
}
