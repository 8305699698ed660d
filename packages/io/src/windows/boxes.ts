import type { Box, RasterWindows } from "./raster-windows.ts";

type Sizes = Box["size"];

interface Slices {
  readonly from: number;
  readonly depth: number;
}

/** Samples that a box should not exceed where blocks are smaller. */
const BOX_SAMPLES = 2 ** 21;
/** Multiples of both block sizes up to this are taken; else some blocks are read twice. */
const MOST_COMMON = 4096;

/**
 * Boxes that cover two rasters of one size, each of whole blocks of both where those fit together.
 *
 * @param part the part of the depth that is covered
 */
export function* boxesOf(a: RasterWindows, b: RasterWindows, part: Slices): Generator<Box> {
  const { height, width } = a.head;
  const end = part.from + part.depth;
  const all: Sizes = [part.depth, height, width];
  const step = all.map((size, k) => Math.min(size, common(a.block[k], b.block[k])));
  const [slices, rows] = step;
  // Rows of blocks as long as memory allows: neighbours in the file are read one after the other.
  const blocks = Math.max(1, Math.floor(BOX_SAMPLES / (slices * rows * step[2])));
  const columns = Math.min(width, blocks * step[2]);
  for (let z = part.from; z < end; z += slices)
    for (let y = 0; y < height; y += rows)
      for (let x = 0; x < width; x += columns)
        yield {
          from: [z, y, x],
          size: [Math.min(slices, end - z), Math.min(rows, height - y), Math.min(columns, width - x)],
        };
}

function common(a: number, b: number): number {
  const multiple = (a / divisor(a, b)) * b;
  return multiple <= Math.max(MOST_COMMON, a, b) ? multiple : Math.max(a, b);
}

/** Euclid's greatest common divisor. */
function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
