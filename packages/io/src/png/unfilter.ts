import { wasmCode } from "segloss/wasm";
import { emitUnfilter } from "./emit-unfilter.ts";
import { BLOCK } from "./filtered-row.ts";

/** Bytes of filtered rows that are taken at a time, so that they stay in a core's own cache. */
const STRIP = 2 ** 16;
/** Wider rows are left to the general reader. */
const WIDEST = STRIP / 2;
/** The row above the first one of a strip stands before `TO`. */
const TO = BLOCK + WIDEST;
const FROM = TO + STRIP + BLOCK;
const PAGES = Math.ceil((FROM + STRIP + BLOCK) / 2 ** 16);

/**
 * Takes back the filters of a PNG's rows of `width` bytes and writes them one after the other. false for a filter that
 * does not exist, and for very wide rows.
 */
export type Unfilter = (rows: Uint8Array, width: number, result: Uint8Array) => boolean;

/** undefined where the host runs no WebAssembly with vectors. */
export function unfilter(): Unfilter | undefined {
  const code = wasmCode({ unfilter: emitUnfilter() }, PAGES);
  if (!code) return undefined;
  const bytes = new Uint8Array(code.memory);
  return (rows, width, result) => {
    if (width > WIDEST) return false;
    const height = result.length / width;
    const rowsAtATime = Math.floor(STRIP / (width + 1));
    bytes.fill(0, TO - width, TO);
    for (let y = 0; y < height; y += rowsAtATime) {
      const end = Math.min(y + rowsAtATime, height);
      bytes.set(rows.subarray(y * (width + 1), end * (width + 1)), FROM);
      if (code.call.unfilter(FROM, TO, width, end - y) !== 0) return false;
      const done = TO + (end - y) * width;
      result.set(bytes.subarray(TO, done), y * width);
      bytes.copyWithin(TO - width, done - width, done);
    }
    return true;
  };
}
