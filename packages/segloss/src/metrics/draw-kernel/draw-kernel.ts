import { compiledWasm } from "../../engines/wasm/wasm-code.ts";
import { fromBase64 } from "../from-base64.ts";
import { STEP } from "../mixed.ts";
import { DRAW_CODE } from "./draw-code.ts";
import { AT_ONCE, ENTRY_BYTES, PLACES } from "./draw-places.ts";

const PAGE = 2 ** 16;

/** Writes the means of two columns over data sets number `first` and those after it, as many as are drawn at once. */
export type DrawKernel = (first: number, ofA: Float64Array, ofB: Float64Array) => void;

/**
 * Draws data sets of two columns in WebAssembly, with the same bits as one after the other. undefined where the host runs none with
 * vectors.
 */
export function drawKernel(a: Float64Array, b: Float64Array, seed: number): DrawKernel | undefined {
  const images = a.length;
  const pages = Math.ceil((PLACES.table + ENTRY_BYTES * images) / PAGE);
  const code = compiledWasm<"drawSums">(fromBase64(DRAW_CODE))?.(pages);
  if (!code) return undefined;
  new Float64Array(code.memory, PLACES.scale, 2).fill(images / 2 ** 32);
  const table = new Float64Array(code.memory, PLACES.table, 2 * images);
  for (let i = 0; i < images; i++) {
    table[2 * i] = a[i];
    table[2 * i + 1] = b[i];
  }
  const sums = new Float64Array(code.memory, PLACES.sums, 2 * AT_ONCE);
  const between = Math.imul(images, STEP);
  return (first, ofA, ofB) => {
    code.call.drawSums((seed + Math.imul(first, between)) | 0, between, images);
    for (let k = 0; k < AT_ONCE && first + k < ofA.length; k++) {
      ofA[first + k] = sums[2 * k] / images;
      ofB[first + k] = sums[2 * k + 1] / images;
    }
  };
}
