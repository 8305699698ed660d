import { bytesSource, type Source } from "../source.ts";
import { openTiff } from "../tiff/open-tiff.ts";
import { thinStrips } from "../tiff/thin-strips.ts";
import { tiffWindows } from "../tiff/tiff-raster.ts";
import { type RasterWindows, wholeRaster } from "../windows/raster-windows.ts";
import type { Format } from "./format.ts";

/**
 * TIFF and BigTIFF: 1 to 64 bits, integers of both signs and floats; palettes as indices; strips and tiles; uncompressed, LZW,
 * deflate, PackBits, ZSTD; predictors; planar colour; stacks of pages with the axes and spacing of ImageJ and OME; GeoTIFF.
 */
export const tiff: Format = {
  name: "TIFF",
  extensions: [".tif", ".tiff"],
  // Tiles lie all over the file: it is read once.
  decode: async (source) => wholeRaster(await openWindows(bytesSource(source.name, await source.read()))),
  openWindows,
};

/** Only directories are read, and then the tiles that a box touches. */
async function openWindows(source: Source): Promise<RasterWindows> {
  const opened = await openTiff(source);
  return tiffWindows({ ...opened, pages: opened.pages.map((page) => thinStrips(page, source.size)) });
}
