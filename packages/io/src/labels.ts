import type { Raster } from "./raster.ts";

/** Whole numbers of pixels: class indices or object numbers. */
export type LabelArray = Uint8Array | Uint16Array | Int32Array;

/** A mask: one whole number a pixel, with what its file says of place, unit, colours and names. */
export interface Labels extends Raster {
  /** Row-major [depth, height, width]. */
  data: LabelArray;
  channels: 1;
}
