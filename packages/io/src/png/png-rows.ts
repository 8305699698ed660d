import { compiledWasm, type WasmCode, type WasmOver } from "segloss/wasm";
import { fromBase64 } from "../from-base64.ts";
import { once } from "../once.ts";
import { BLOCK } from "./filtered-row.ts";
import { UNFILTER_CODE } from "./unfilter-code.ts";

const PAGE = 2 ** 16;
/** Larger images are left to the general reader. */
const MOST_BYTES = 2 ** 30;
/** How far filtered rows begin behind the others: what is written beyond the end of a row must not reach them. */
const AHEAD = 2 * BLOCK;

/** Memory in which the rows of one image after the other lose their filters; what is in it is valid until the next image. */
export interface PngRows {
  /** Where `height` rows of `width` bytes with their filters are put, and a byte more; undefined for very large images. */
  filtered(width: number, height: number): Uint8Array | undefined;
  /** The rows without filters, one after the other, in place of those that were put there; undefined for a filter that does not exist. */
  unfiltered(width: number, height: number): Uint8Array | undefined;
}

type Code = WasmCode<"unfilter">;

/** Compiled when it is first asked for and kept, for all images. */
const compiled = once(() => compiledWasm<"unfilter">(fromBase64(UNFILTER_CODE)));

/** undefined where the host runs no WebAssembly with vectors. */
export function pngRows(): PngRows | undefined {
  const over = compiled();
  if (!over) return undefined;
  let code: Code | undefined;
  return {
    filtered(width, height) {
      const from = firstRow(width) + AHEAD;
      const length = height * (width + 1) + 1;
      if (from + length > MOST_BYTES) return undefined;
      code = withRoom(code, from + length + BLOCK, over);
      return code && new Uint8Array(code.memory, from, length);
    },
    unfiltered(width, height) {
      if (!code) return undefined;
      const to = firstRow(width);
      const bytes = new Uint8Array(code.memory);
      // Above the first row all is 0.
      bytes.fill(0, to - width, to);
      if (code.call.unfilter(to + AHEAD, to, width, height) !== 0) return undefined;
      return bytes.subarray(to, to + width * height);
    },
  };
}

/** Behind the row above the first one. */
function firstRow(width: number): number {
  return BLOCK * Math.ceil(width / BLOCK);
}

function withRoom(code: Code | undefined, bytes: number, over: WasmOver<"unfilter">): Code | undefined {
  return code && code.memory.byteLength >= bytes ? code : over(Math.ceil((1.25 * bytes) / PAGE));
}
