import type { Raster, RasterWindows } from "@segloss/io";
import type { FilePair } from "./file-pair.ts";

/** A prediction and its truth as their files hold them. */
export interface RasterPair {
  readonly p: Raster | RasterWindows;
  readonly t: Raster | RasterWindows;
}

/** Reads both files of a pair, from disk or wherever they are. The labels of the last call may be written over by the next one. */
export type ReadPair = (pair: FilePair) => Promise<RasterPair>;
