import { compiledWasm } from "../../engines/wasm/wasm-code.ts";
import { fromBase64 } from "../from-base64.ts";
import { PAIR_CODE } from "./pair-code.ts";
import { BLOCK, MEMORY_PAGES, PLACES, TABLE_BYTES } from "./pair-places.ts";

/** Counts pairs of labels of one byte in WebAssembly, `CHUNK` pixels at a time. */
export interface PairKernel {
  /** Takes the labels of some pixels, a multiple of `BLOCK` and at most `CHUNK`. */
  load(predicted: Uint8Array, truth: Uint8Array): void;
  /** The bitwise or of all labels that were loaded last. */
  anyLabel(): number;
  /**
   * Pixels of a value in the prediction, in the truth and in both, of what was loaded last; undefined where there are other values than
   * this and 0.
   */
  twoValues(value: number): readonly [predicted: number, truth: number, both: number] | undefined;
  /** Adds the pairs of what was loaded last to the table, whose entries are `truth << bits | predicted`. */
  count(bits: number): void;
  /** Adds the table of these bits to `counts` and clears it. */
  drain(bits: number, counts: Float64Array): void;
}

/** undefined where the host runs no WebAssembly with vectors. */
export function pairKernel(): PairKernel | undefined {
  const code = compiledWasm<"count" | "labelBits" | "twoValues">(fromBase64(PAIR_CODE))?.(MEMORY_PAGES);
  if (!code) return undefined;
  const { count, labelBits, twoValues } = code.call;
  const bytes = new Uint8Array(code.memory);
  const table = new Uint32Array(code.memory, PLACES.table, TABLE_BYTES / 4);
  const sums = new Uint32Array(code.memory, PLACES.sums, 12);
  const sum = (k: number) => sums[4 * k] + sums[4 * k + 1] + sums[4 * k + 2] + sums[4 * k + 3];
  let blocks = 0;
  return {
    load(predicted, truth) {
      bytes.set(predicted, PLACES.predicted);
      bytes.set(truth, PLACES.truth);
      blocks = truth.length / BLOCK;
    },
    anyLabel() {
      const any = labelBits(PLACES.predicted, blocks) | labelBits(PLACES.truth, blocks);
      return (any | (any >>> 8) | (any >>> 16) | (any >>> 24)) & 255;
    },
    twoValues(value) {
      const isOther = twoValues(PLACES.predicted, PLACES.truth, blocks, value, PLACES.sums) !== 0;
      return isOther ? undefined : [sum(0), sum(1), sum(2)];
    },
    count(bits) {
      count(PLACES.predicted, PLACES.truth, blocks, bits);
    },
    drain(bits, counts) {
      const entries = 2 ** (2 * bits);
      for (let k = 0; k < entries; k++)
        counts[k] += table[4 * k] + table[4 * k + 1] + table[4 * k + 2] + table[4 * k + 3];
      table.fill(0, 0, 4 * entries);
    },
  };
}
