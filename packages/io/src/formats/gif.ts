import { gifIndices } from "../gif/gif-indices.ts";
import type { Raster } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import type { Format } from "./format.ts";

/** GIF, one picture, as palette indices. */
export const gif: Format = {
  name: "GIF",
  extensions: [".gif"],
  decode: async (source) => decodeGif(await source.read()),
};

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const END = 0x3b;

/** CompuServe, "Graphics Interchange Format, Version 89a", 1990. */
function decodeGif(bytes: Uint8Array): Raster {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 13 || !/^GIF8[79]a$/.test(String.fromCharCode(...bytes.subarray(0, 6))))
    throw new Error("it lacks the GIF signature");
  const screen = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  const global = paletteAt(bytes, bytes[10], 13);
  let at = 13 + global.bytes;
  let raster: Raster | undefined;
  for (;;) {
    const kind = bytes[at];
    if (kind === END || (kind === undefined && raster)) break;
    if (kind === EXTENSION) at = subBlocks(bytes, at + 2).end;
    else if (kind === IMAGE) {
      if (raster) throw notSupported("it holds several pictures; save one, or a stack as TIFF");
      const image = imageAt(bytes, view, at, global.colours, screen);
      [raster, at] = [image.raster, image.end];
    } else throw new Error(kind === undefined ? "it is cut short" : "a block of it has no known kind");
  }
  if (!raster) throw new Error("it holds no picture");
  return raster;
}

interface Colours {
  readonly colours: number[][];
  readonly bytes: number;
}

/** The table of colours at a place, where the flags say that there is one. */
function paletteAt(bytes: Uint8Array, flags: number, at: number): Colours {
  if ((flags & 0x80) === 0) return { colours: [], bytes: 0 };
  const count = 2 << (flags & 7);
  if (at + 3 * count > bytes.length) throw new Error("its palette is cut short");
  const colours = Array.from({ length: count }, (_, i) => [...bytes.subarray(at + 3 * i, at + 3 * i + 3)]);
  return { colours, bytes: 3 * count };
}

function imageAt(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  global: number[][],
  screen: { width: number; height: number },
): { raster: Raster; end: number } {
  if (at + 11 > bytes.length) throw new Error("it is cut short");
  const [left, top] = [view.getUint16(at + 1, true), view.getUint16(at + 3, true)];
  const [width, height] = [view.getUint16(at + 5, true), view.getUint16(at + 7, true)];
  if (left !== 0 || top !== 0 || width !== screen.width || height !== screen.height)
    throw notSupported("its picture covers part of the canvas; save it as PNG");
  if (width === 0 || height === 0) throw new Error(`its size is ${width}x${height}`);
  const flags = bytes[at + 9];
  const local = paletteAt(bytes, flags, at + 10);
  const { data, end } = subBlocks(bytes, at + 11 + local.bytes);
  const indices = gifIndices(data, bytes[at + 10 + local.bytes], width * height);
  const palette = local.bytes > 0 ? local.colours : global;
  const rows = flags & 0x40 ? deinterlaced(indices, width, height) : indices;
  const size = { width, height, depth: 1, channels: 1, bitDepth: 8, fullScale: 255 };
  return { raster: { data: rows, ...size, ...(palette.length > 0 && { palette }) }, end };
}

/** Blocks of up to 255 bytes, joined; the last is empty. */
function subBlocks(bytes: Uint8Array, start: number): { data: Uint8Array; end: number } {
  let end = start;
  let length = 0;
  for (; bytes[end] > 0; end += bytes[end] + 1) length += bytes[end];
  if (end >= bytes.length) throw new Error("it is cut short");
  const data = new Uint8Array(length);
  for (let [at, to] = [start, 0]; at < end; to += bytes[at], at += bytes[at] + 1)
    data.set(bytes.subarray(at + 1, at + 1 + bytes[at]), to);
  return { data, end: end + 1 };
}

/** First row and step of the four passes of interlaced pictures. */
const PASSES = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const;

function deinterlaced(indices: Uint8Array, width: number, height: number): Uint8Array {
  const result = new Uint8Array(indices.length);
  let from = 0;
  for (const [first, step] of PASSES)
    for (let y = first; y < height; y += step, from += width)
      result.set(indices.subarray(from, from + width), y * width);
  return result;
}
