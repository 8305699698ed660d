import { decode, encode } from "fast-png";
import type { Raster } from "../raster.ts";
import type { Format } from "./format.ts";

/** PNG: gray, palette (as indices), RGB, 1 to 16 bits; alpha is dropped. Writes gray, palette and RGB, 8 or 16 bits. */
export const png: Format = {
  name: "PNG",
  extensions: [".png"],
  decode: async (source) => decodePng(await source.read()),
  encode: encodePng,
};

// Places in the IHDR chunk, which stands at the start of every PNG.
const DEPTH_AT = 24;
const INTERLACE_AT = 28;

function decodePng(bytes: Uint8Array): Raster {
  // The decoder (fast-png 8.0.0) takes interlaced packed samples for bytes.
  if (bytes[DEPTH_AT] < 8 && bytes[INTERLACE_AT] !== 0)
    throw new Error("interlaced PNG of less than 8 bits is not supported; save it without interlacing");
  const { width, height, depth, channels, data, palette } = decode(bytes, { checkCrc: true });
  const samples = depth < 8 ? unpackBits(data as Uint8Array, width, height, depth) : plain(data);
  const raster: Raster = {
    data: dropAlpha(samples, channels),
    width,
    height,
    depth: 1,
    channels: channels < 3 ? 1 : 3,
    bitDepth: depth,
    fullScale: 2 ** depth - 1,
  };
  return palette ? { ...raster, palette: palette.map((colour) => colour.slice(0, 3)) } : raster;
}

function plain(data: Uint8Array | Uint8ClampedArray | Uint16Array): Uint8Array | Uint16Array {
  return data instanceof Uint8ClampedArray ? new Uint8Array(data) : data;
}

/** Samples of 1, 2 or 4 bits stand most significant first; each row starts at a byte. */
function unpackBits(packed: Uint8Array, width: number, height: number, depth: number): Uint8Array {
  const samples = new Uint8Array(width * height);
  const perByte = 8 / depth;
  const rowBytes = Math.ceil(width / perByte);
  const mask = 2 ** depth - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = packed[y * rowBytes + Math.floor(x / perByte)];
      samples[y * width + x] = (byte >> (8 - depth * ((x % perByte) + 1))) & mask;
    }
  }
  return samples;
}

/** Gray + alpha to gray, RGBA to RGB. */
function dropAlpha(data: Uint8Array | Uint16Array, channels: number): Uint8Array | Uint16Array {
  if (channels % 2 === 1) return data;
  const kept = channels - 1;
  const pixels = data.length / channels;
  const result = data instanceof Uint16Array ? new Uint16Array(pixels * kept) : new Uint8Array(pixels * kept);
  for (let i = 0; i < pixels; i++)
    for (let c = 0; c < kept; c++) result[i * kept + c] = data[i * channels + c];
  return result;
}

function encodePng(raster: Raster): Uint8Array {
  const { data, width, height, depth, channels, palette } = raster;
  if (depth !== 1) throw new Error(`PNG holds one image, not ${depth} slices; write .npy`);
  if (!(data instanceof Uint8Array) && !(data instanceof Uint16Array))
    throw new Error("PNG holds unsigned 8-bit or 16-bit samples; convert them, or write .npy");
  const image = { width, height, channels, data, depth: data instanceof Uint16Array ? 16 : 8 } as const;
  return encode(palette ? { ...image, palette: palette.map((colour) => [...colour]) } : image);
}
