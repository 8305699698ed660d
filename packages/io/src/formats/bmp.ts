import { splitAlpha } from "../raster/split-alpha.ts";
import type { Raster } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import type { Format } from "./format.ts";

/** BMP: palettes of 1, 4 and 8 bits (as indices, also run-length coded), 16, 24 and 32 bits as RGB. */
export const bmp: Format = {
  name: "BMP",
  extensions: [".bmp"],
  decode: async (source) => decodeBmp(await source.read()),
};

/** Values of biCompression. */
const PLAIN = 0;
const RUNS_OF_8 = 1;
const RUNS_OF_4 = 2;
const BIT_FIELDS = 3;
const ALPHA_BIT_FIELDS = 6;

const OLD_HEADER = 12;
const FILE_HEADER = 14;

interface Header {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly bits: number;
  readonly packing: number;
  /** Where the pixels begin. */
  readonly pixels: number;
  readonly headerBytes: number;
  readonly colours: number;
}

/** Microsoft, "Bitmap Storage" (Windows GDI). */
function decodeBmp(bytes: Uint8Array): Raster {
  const header = headerOf(bytes);
  return header.bits <= 8 ? indexed(header) : coloured(header);
}

function headerOf(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 26 || view.getUint16(0) !== 0x424d) throw new Error("it lacks the BMP signature");
  const [pixels, headerBytes] = [view.getUint32(10, true), view.getUint32(14, true)];
  const old = headerBytes === OLD_HEADER;
  if (!old && (headerBytes < 40 || FILE_HEADER + headerBytes > bytes.length))
    throw new Error("its header is damaged or cut short");
  const width = old ? view.getUint16(18, true) : view.getInt32(18, true);
  const height = old ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(old ? 24 : 28, true);
  const packing = old ? PLAIN : view.getUint32(30, true);
  if (width <= 0 || height === 0) throw new Error(`its size is ${width}x${Math.abs(height)}`);
  if (![1, 2, 4, 8, 16, 24, 32].includes(bits)) throw new Error(`it has ${bits} bits a pixel`);
  if (![PLAIN, RUNS_OF_8, RUNS_OF_4, BIT_FIELDS, ALPHA_BIT_FIELDS].includes(packing))
    throw notSupported(`BMP compression ${packing} is not read; save it uncompressed, or as PNG`);
  const colours = (old ? 0 : view.getUint32(46, true)) || 2 ** Math.min(bits, 8);
  const size = { width, height: Math.abs(height), topDown: height < 0 };
  return { view, bytes, ...size, bits, packing, pixels, headerBytes, colours };
}

function indexed(header: Header): Raster {
  const { width, height, bits, packing } = header;
  const data = packing === PLAIN ? plainIndices(header) : runIndices(header);
  return {
    ...{ data, width, height, depth: 1, channels: 1 },
    ...{ bitDepth: bits, fullScale: 2 ** bits - 1, palette: paletteOf(header) },
  };
}

/** Colours stand as blue, green, red and, but in the oldest files, a byte that is free. */
function paletteOf({ bytes, headerBytes, colours, bits }: Header): number[][] {
  const step = headerBytes === OLD_HEADER ? 3 : 4;
  const start = FILE_HEADER + headerBytes;
  const count = Math.min(colours, 2 ** bits);
  if (start + count * step > bytes.length) throw new Error("its palette is cut short");
  return Array.from({ length: count }, (_, i) => [2, 1, 0].map((c) => bytes[start + i * step + c]));
}

/** Bytes of a row, which ends at a multiple of four. */
function rowBytes({ width, bits }: Header): number {
  return Math.ceil((width * bits) / 32) * 4;
}

function checkLength(header: Header): void {
  const [has, due] = [header.bytes.length - header.pixels, rowBytes(header) * header.height];
  if (has < due) throw new Error(`it is cut short: ${Math.max(0, has)} bytes of pixels where ${due} are due`);
}

/** Where a row of the picture is stored: upside down as a rule. */
function rowStart(header: Header, y: number): number {
  const row = header.topDown ? y : header.height - 1 - y;
  return header.pixels + row * rowBytes(header);
}

function plainIndices(header: Header): Uint8Array {
  checkLength(header);
  const { width, height, bits, bytes } = header;
  const data = new Uint8Array(width * height);
  const mask = 2 ** bits - 1;
  for (let y = 0; y < height; y++) {
    const start = rowStart(header, y);
    if (bits === 8) data.set(bytes.subarray(start, start + width), y * width);
    else
      for (let x = 0; x < width; x++)
        data[y * width + x] = (bytes[start + ((x * bits) >> 3)] >> (8 - bits - ((x * bits) & 7))) & mask;
  }
  return data;
}

/** Runs of one index, stretches of single ones, and jumps; pixels that are jumped over are 0. */
function runIndices(header: Header): Uint8Array {
  const { width, height, bytes, pixels, packing, bits } = header;
  if (bits !== (packing === RUNS_OF_8 ? 8 : 4)) throw new Error("its header is damaged");
  // A pair of bytes fills 255 pixels at most, or jumps over as many rows.
  if (height * width > 2 ** 16 * bytes.length) throw new Error("it is cut short");
  const data = new Uint8Array(width * height);
  const index = (byte: number, k: number) => (bits === 8 ? byte : k % 2 === 0 ? byte >> 4 : byte & 15);
  let [x, row] = [0, 0];
  const put = (value: number) => {
    const y = header.topDown ? row : height - 1 - row;
    if (x < width && row < height) data[y * width + x] = value;
    x++;
  };
  for (let at = pixels; ; ) {
    if (at + 1 >= bytes.length) throw new Error("it is cut short: its runs have no end");
    const [count, value] = [bytes[at], bytes[at + 1]];
    at += 2;
    if (count > 0) for (let k = 0; k < count; k++) put(index(value, k));
    else if (value === 0) [x, row] = [0, row + 1];
    else if (value === 1) return data;
    else if (value === 2) {
      [x, row] = [x + (bytes[at] ?? 0), row + (bytes[at + 1] ?? 0)];
      at += 2;
    } else {
      for (let k = 0; k < value; k++) put(index(bytes[at + (bits === 8 ? k : k >> 1)] ?? 0, k));
      const length = bits === 8 ? value : Math.ceil(value / 2);
      at += length + (length % 2);
    }
  }
}

function coloured(header: Header): Raster {
  checkLength(header);
  const { width, height, bits, view } = header;
  const masks = masksOf(header);
  const data = new Uint8Array(width * height * 4);
  const read = bits === 16 ? (at: number) => view.getUint16(at, true) : (at: number) => pixelAt(header, at);
  for (let y = 0; y < height; y++) {
    const start = rowStart(header, y);
    for (let x = 0; x < width; x++) {
      const pixel = read(start + (x * bits) / 8);
      for (let c = 0; c < 4; c++) data[(y * width + x) * 4 + c] = part(pixel, masks[c]);
    }
  }
  const raster = { data, width, height, depth: 1, channels: 4, bitDepth: 8, fullScale: 255 };
  return splitAlpha(raster, 3);
}

function pixelAt({ view, bits }: Header, at: number): number {
  return bits === 32 ? view.getUint32(at, true) : view.getUint16(at, true) + view.getUint8(at + 2) * 65536;
}

/** Bits of red, green, blue and alpha. */
function masksOf({ bits, packing, view, headerBytes }: Header): readonly number[] {
  const fields = packing === BIT_FIELDS || packing === ALPHA_BIT_FIELDS;
  if (!fields) return bits === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0];
  const at = FILE_HEADER + 40;
  const alpha = headerBytes >= 56 || packing === ALPHA_BIT_FIELDS ? view.getUint32(at + 12, true) : 0;
  return [view.getUint32(at, true), view.getUint32(at + 4, true), view.getUint32(at + 8, true), alpha];
}

/** The bits under a mask, stretched to 0 to 255. */
function part(pixel: number, mask: number): number {
  if (mask === 0) return 255;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return Math.round((((pixel & mask) >>> shift) * 255) / most);
}
