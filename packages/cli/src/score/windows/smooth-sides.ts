import {
  addTally,
  asksForEdges,
  type Box,
  boxesOf,
  edgeTally,
  isGrayPicture,
  type Raster,
  type RasterWindows,
  REACH,
  type Smoothness,
  smoothnessOf,
} from "@segloss/io";
import type { SideCodes } from "./count-pairs.ts";

/** A mask of one frame as it was counted. */
export interface CountedSide {
  readonly windows: RasterWindows;
  readonly codes: SideCodes;
  /** The labels of all entries. */
  readonly labels: Raster;
  /** Pixels of each entry in the frame. */
  readonly pixels: Float64Array;
  readonly slices: { readonly from: number; readonly depth: number };
}

/**
 * What `smoothness` says of a mask, which has to be read once more for it: edges are where pixels are. Only where its values may be
 * those of smoothed edges.
 */
export async function smoothSide(side: CountedSide): Promise<Smoothness | undefined> {
  const { windows, codes, labels, pixels, slices } = side;
  if (!isGrayPicture(labels)) return undefined;
  const counts = new Float64Array(256);
  labels.data.forEach((value, entry) => {
    counts[value] += pixels[entry];
  });
  const wide = asksForEdges(counts);
  if (wide === undefined) return undefined;
  const ofCode = new Map(codes.ofEntries.map((code, entry) => [code, labels.data[entry]]));
  let tally = edgeTally([], 1, 1, wide);
  for (const box of boxesOf(windows, windows, slices)) {
    const { around, part } = withMargin(box, windows);
    const coded = codes.encode(await windows.readBox(around));
    const values = Uint8Array.from(coded, (code: number) => ofCode.get(code)!);
    tally = addTally(tally, edgeTally(values, around.size[2], around.size[1], wide, part));
  }
  return smoothnessOf(counts, tally);
}

/** The box with the pixels that edges in it may reach, and where it lies among them. */
function withMargin({ from: [z, y, x], size: [depth, height, width] }: Box, { head }: RasterWindows) {
  const [top, left] = [Math.max(0, y - REACH), Math.max(0, x - REACH)];
  const bottom = Math.min(head.height, y + height + REACH);
  const right = Math.min(head.width, x + width + REACH);
  const around: Box = { from: [z, top, left], size: [depth, bottom - top, right - left] };
  return { around, part: { x: x - left, y: y - top, width, height } };
}
