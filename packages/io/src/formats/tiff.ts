import { decode, type TiffIfd } from "tiff";
import type { Raster, RasterData } from "../raster.ts";
import type { Format } from "./format.ts";

// Values of TIFF 6.0 tags.
const WHITE_IS_ZERO = 0;
const PLANAR_SEPARATE = 2;
const SIGNED_INTEGER = 2;

/** TIFF: gray, palette (as indices), RGB; 1, 8, 16 bits or float; LZW, deflate or none; pages become depth. */
export const tiff: Format = {
  name: "TIFF",
  extensions: [".tif", ".tiff"],
  decode: async (source) => decodeTiff(await source.read()),
};

function decodeTiff(bytes: Uint8Array): Raster {
  const pages = decode(bytes);
  if (pages.length === 0) throw new Error("the file holds no image");
  const [first] = pages;
  for (const page of pages) checkPage(page, first);
  const { width, height, bitsPerSample, palette } = first;
  const samples = pages.map(pageSamples);
  const channels = samples[0].length / (width * height);
  const raster: Raster = {
    data: samples.length === 1 ? samples[0] : joined(samples),
    width,
    height,
    depth: pages.length,
    channels,
    bitDepth: bitsPerSample,
  };
  const unsigned = raster.data instanceof Uint8Array || raster.data instanceof Uint16Array;
  if (unsigned) raster.fullScale = 2 ** bitsPerSample - 1;
  // Palette entries are 16 bits in TIFF.
  if (palette) raster.palette = palette.map((colour) => colour.map((value) => value >> 8));
  return raster;
}

// The decoder reads these flavours without complaint but wrongly (tiff 7.1.3), so they are refused here.
function checkPage(page: TiffIfd, first: TiffIfd): void {
  if (
    page.width !== first.width ||
    page.height !== first.height ||
    page.bitsPerSample !== first.bitsPerSample
  )
    throw new Error("its pages differ in size or depth; save one page per file");
  const colours = page.samplesPerPixel;
  if (colours > 1 && page.tiled) throw new Error("tiled colour TIFF is not supported; save it in strips");
  if (colours > 1 && page.planarConfiguration === PLANAR_SEPARATE)
    throw new Error("planar colour TIFF is not supported; save its channels interleaved");
}

function pageSamples(page: TiffIfd): RasterData {
  const data = page.data;
  const signed = page.sampleFormat === SIGNED_INTEGER;
  const samples = signed && data instanceof Uint16Array ? new Int16Array(data.buffer) : data;
  const channels = samples.length / (page.width * page.height);
  if (page.type === WHITE_IS_ZERO && signed)
    throw new Error("signed white-is-zero samples are not supported");
  return keepColours(samples, channels);
}

/** Drops alpha and other extra samples: the first one of two, the first three of four or more. */
function keepColours(data: RasterData, channels: number): RasterData {
  const kept = channels < 3 ? 1 : 3;
  if (kept === channels) return data;
  return data.filter((_, i) => i % channels < kept) as RasterData;
}

function joined(pages: readonly RasterData[]): RasterData {
  const size = pages[0].length;
  const Samples = pages[0].constructor as new (length: number) => RasterData;
  const all = new Samples(size * pages.length);
  pages.forEach((page, z) => {
    all.set(page, z * size);
  });
  return all;
}
