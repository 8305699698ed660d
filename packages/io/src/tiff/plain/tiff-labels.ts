import { compiledWasm, type WasmCode } from "segloss/wasm";
import { fromBase64 } from "../../from-base64.ts";
import { inflateInto } from "../../inflate/inflate-into.ts";
import { once } from "../../once.ts";
import { unpackedAtMost } from "../../png/unpacked-at-most.ts";
import type { Raster } from "../../raster.ts";
import { PLACE_CODE } from "./place-code.ts";
import { type PlainPage, plainPage } from "./plain-page.ts";

/** Reads plain TIFFs, one after the other in the same memory: labels are valid until the next file. */
export interface TiffLabels {
  /** Where the bytes of a file of this size are put. */
  room(bytes: number): Uint8Array | undefined;
  /**
   * The labels of the file whose bytes were put there. undefined for any TIFF that is not plain or is damaged, which the general reader
   * knows or explains.
   *
   * @param mostPixels what has more is left to the general reader, too
   */
  labels(mostPixels: number): Raster | undefined;
}

const PAGE = 2 ** 16;
/** Larger files and pictures are left to the general reader. */
const MOST_BYTES = 2 ** 28;
const ALIGNED = 16;

type Code = WasmCode<"placeRows">;

/** Compiled when it is first asked for and kept, for all files. */
const compiled = once(() => compiledWasm<"placeRows">(fromBase64(PLACE_CODE)));

/** Where things are in memory: the file, the labels, a tile that was unpacked, with a byte more to see where it ends. */
interface Layout {
  readonly labels: number;
  readonly block: number;
  readonly end: number;
}

/** undefined where the host runs no WebAssembly with vectors. */
export function tiffLabels(): TiffLabels | undefined {
  const over = compiled();
  if (!over) return undefined;
  let code: Code | undefined;
  let size = 0;
  /** With room for so many bytes; what is there already stays. */
  const withRoom = (bytes: number): Code | undefined => {
    if (code && code.memory.byteLength >= bytes) return code;
    const larger = bytes > MOST_BYTES ? undefined : over(Math.ceil((1.25 * bytes) / PAGE));
    if (larger && code) new Uint8Array(larger.memory).set(new Uint8Array(code.memory, 0, size));
    code = larger ?? code;
    return larger;
  };
  return {
    room(bytes) {
      size = 0;
      const room = withRoom(bytes);
      size = bytes;
      return room && new Uint8Array(room.memory, 0, bytes);
    },
    labels(mostPixels) {
      const page = code && plainPage(new Uint8Array(code.memory, 0, size));
      if (!page || page.width * page.height > mostPixels || !isWhole(page, size)) return undefined;
      const places = layoutOf(page, size);
      const room = withRoom(places.end);
      return room && unpacked(page, room, places);
    },
  };
}

function blockBytes({ blockWidth, blockHeight, bits }: PlainPage): number {
  return (blockWidth * blockHeight * bits) / 8;
}

function layoutOf(page: PlainPage, size: number): Layout {
  const labels = ALIGNED * Math.ceil(size / ALIGNED);
  const block = labels + ALIGNED * Math.ceil((page.width * page.height * page.bits) / 8 / ALIGNED);
  return { labels, block, end: block + (page.deflated ? blockBytes(page) : 0) + ALIGNED };
}

/** Whether all tiles or strips are there and may hold what they have to, so that headers that lie cost no memory. */
function isWhole(page: PlainPage, size: number): boolean {
  const { offsets, byteCounts, deflated } = page;
  return offsets.every((at, k) => {
    const count = byteCounts[k];
    if (at === 0 || count === 0 || at + count > size) return false;
    return due(page, k) <= (deflated ? unpackedAtMost(count) : count);
  });
}

/** Bytes of a tile or strip. The last strip ends with the picture; the last tiles do not. */
function due({ tiled, blockWidth, blockHeight, height, bits }: PlainPage, k: number): number {
  const rows = tiled ? blockHeight : Math.min(blockHeight, height - k * blockHeight);
  return (blockWidth * rows * bits) / 8;
}

function unpacked(page: PlainPage, { memory, call }: Code, places: Layout): Raster | undefined {
  const { width, height, bits, blockWidth, blockHeight, offsets, byteCounts } = page;
  const across = Math.ceil(width / blockWidth);
  const [step, blockStep] = [(width * bits) / 8, (blockWidth * bits) / 8];
  for (let k = 0; k < offsets.length; k++) {
    const [x, y] = [(k % across) * blockWidth, Math.floor(k / across) * blockHeight];
    const length = (Math.min(blockWidth, width - x) * bits) / 8;
    const rows = Math.min(blockHeight, height - y);
    const to = places.labels + y * step + (x * bits) / 8;
    // Of full width, a strip is unpacked where it belongs.
    const isInPlace = page.deflated && blockStep === step && rows === blockHeight;
    const from = !page.deflated ? offsets[k] : isInPlace ? to : places.block;
    if (page.deflated) {
      const packed = new Uint8Array(memory, offsets[k], byteCounts[k]);
      const room = new Uint8Array(memory, from, due(page, k) + 1);
      if (inflateInto(packed, "zlib", room) !== due(page, k)) return undefined;
    }
    if (!isInPlace) call.placeRows(from, to, length, rows, blockStep, step);
  }
  const data =
    bits === 8
      ? new Uint8Array(memory, places.labels, width * height)
      : new Uint16Array(memory, places.labels, width * height);
  return {
    ...{ data, width, height, depth: 1, channels: 1 },
    ...{ bitDepth: bits, fullScale: 2 ** bits - 1 },
  };
}
