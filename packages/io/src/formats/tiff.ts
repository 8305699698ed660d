import { inflate } from "../inflate/inflate.ts";
import { bytesSource, type Source } from "../source.ts";
import { openTiff } from "../tiff/open-tiff.ts";
import { thinStrips } from "../tiff/thin-strips.ts";
import { tiffWindows } from "../tiff/tiff-raster.ts";
import { type RasterWindows, wholeRaster } from "../windows/raster-windows.ts";
import type { DecodeOptions, Format } from "./format.ts";

/**
 * TIFF and BigTIFF: 1 to 64 bits, integers of both signs and floats; palettes as indices; strips and tiles; uncompressed, LZW,
 * deflate, PackBits, ZSTD; predictors; planar colour; stacks of pages with the axes and spacing of ImageJ and OME; GeoTIFF.
 */
export const tiff: Format = {
  name: "TIFF",
  extensions: [".tif", ".tiff"],
  // Tiles lie all over the file: it is read once.
  decode: async (source, options) =>
    wholeRaster(await openWindows(bytesSource(source.name, await source.read()), options)),
  openWindows,
};

/** Only directories are read, and then the tiles that a box touches. */
async function openWindows(
  source: Source,
  { unpack = inflate, memory }: DecodeOptions = {},
): Promise<RasterWindows> {
  const opened = await openTiff(source, unpack);
  const own = memory ? { memory } : {};
  return tiffWindows({ ...opened, ...own, pages: opened.pages.map((page) => thinStrips(page, source.size)) });
}
