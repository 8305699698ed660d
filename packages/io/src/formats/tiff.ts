import type { Raster } from "../raster.ts";
import { bytesSource, type Source } from "../source.ts";
import { openTiff } from "../tiff/open-tiff.ts";
import { tiffRaster } from "../tiff/tiff-raster.ts";
import type { Format } from "./format.ts";

/**
 * TIFF and BigTIFF: 1 to 64 bits, integers of both signs and floats; palettes as indices; strips and tiles; uncompressed, LZW,
 * deflate, PackBits, ZSTD; predictors; planar colour; stacks of pages with the axes and spacing of ImageJ and OME; GeoTIFF.
 */
export const tiff: Format = {
  name: "TIFF",
  extensions: [".tif", ".tiff"],
  decode: decodeTiff,
};

async function decodeTiff(source: Source): Promise<Raster> {
  // Tiles lie all over the file: it is read once.
  const whole = bytesSource(source.name, await source.read());
  return tiffRaster(await openTiff(whole));
}
