import { encode } from "fast-png";
import { exifOrientation } from "../exif/exif-orientation.ts";
import { type PngChunk, pngChunks, pngHeader } from "../png/png-chunks.ts";
import { channelsOf, pngSamples } from "../png/png-samples.ts";
import { splitAlpha } from "../raster/split-alpha.ts";
import type { Raster } from "../raster.ts";
import type { Format } from "./format.ts";

/** PNG: gray, palette (as indices), RGB, 1 to 16 bits, interlaced or not. Writes gray, palette and RGB, 8 or 16 bits. */
export const png: Format = {
  name: "PNG",
  extensions: [".png"],
  decode: async (source) => decodePng(await source.read()),
  encode: encodePng,
};

const PALETTE = 3;

function decodePng(bytes: Uint8Array): Raster {
  const chunks = pngChunks(bytes);
  const header = pngHeader(chunks[0]);
  const { width, height, bits } = header;
  const channels = channelsOf(header);
  const orientation = exifOrientation(dataOf(chunks, "eXIf") ?? new Uint8Array(0)) ?? 1;
  const raster: Raster = {
    data: pngSamples(header, chunks),
    ...{ width, height, depth: 1, channels },
    ...{ bitDepth: bits, fullScale: 2 ** bits - 1 },
    ...(header.colour === PALETTE && { palette: paletteOf(chunks) }),
    ...(orientation > 1 && { exifOrientation: orientation }),
  };
  return splitAlpha(raster, channels % 2 === 0 ? channels - 1 : -1);
}

function dataOf(chunks: readonly PngChunk[], type: string): Uint8Array | undefined {
  return chunks.find((chunk) => chunk.type === type)?.data;
}

function paletteOf(chunks: readonly PngChunk[]): number[][] {
  const colours = dataOf(chunks, "PLTE");
  if (!colours || colours.length % 3 !== 0) throw new Error("its palette is missing or damaged");
  return Array.from({ length: colours.length / 3 }, (_, i) => [...colours.subarray(3 * i, 3 * i + 3)]);
}

function encodePng(raster: Raster): Uint8Array {
  const { data, width, height, depth, channels, palette } = raster;
  if (depth !== 1) throw new Error(`PNG holds one image, not ${depth} slices; write .npy`);
  if (!(data instanceof Uint8Array) && !(data instanceof Uint16Array))
    throw new Error("PNG holds unsigned 8-bit or 16-bit samples; convert them, or write .npy");
  const image = { width, height, channels, data, depth: data instanceof Uint16Array ? 16 : 8 } as const;
  return encode(palette ? { ...image, palette: palette.map((colour) => [...colour]) } : image);
}
