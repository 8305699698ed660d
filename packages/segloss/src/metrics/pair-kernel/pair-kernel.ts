import { wasmCode } from "../../engines/wasm/wasm-code.ts";
import { BLOCK, ENTRY_BYTES, emitCountPairs, emitLabelBits } from "./emit-count-pairs.ts";

/** Pixels that are copied and counted at a time: both maps and the counters stay in a core's own cache. */
export const CHUNK: number = 2 ** 16;

const PAGE = 2 ** 16;
const PAIRS = 64;
const TABLE = PAGE;
/** Room for the pairs of all labels of a byte. */
const TABLE_BYTES = ENTRY_BYTES * 2 ** 16;
const PREDICTED = TABLE + TABLE_BYTES;
const TRUTH = PREDICTED + CHUNK;
const MEMORY_PAGES = (TRUTH + CHUNK) / PAGE;

/** Counts pairs of labels of one byte in WebAssembly, `CHUNK` pixels at a time. */
export interface PairKernel {
  /**
   * Takes the labels of some pixels, a multiple of `BLOCK` and at most `CHUNK`, and says how many bits the greatest
   * label of either map has, 1 at least.
   */
  load(predicted: Uint8Array, truth: Uint8Array): number;
  /** Adds the pairs of what was loaded last to the table, whose entries are `truth << bits | predicted`. */
  count(bits: number): void;
  /** Adds the table of these bits to `counts` and clears it. */
  drain(bits: number, counts: Float64Array): void;
}

/** undefined where the host runs no WebAssembly with vectors. */
export function pairKernel(): PairKernel | undefined {
  const functions = {
    count: emitCountPairs({ pairs: PAIRS, table: TABLE }),
    labelBits: emitLabelBits(),
  };
  const code = wasmCode(functions, MEMORY_PAGES);
  if (!code) return undefined;
  const { count, labelBits } = code.call;
  const bytes = new Uint8Array(code.memory);
  const table = new Uint32Array(code.memory, TABLE, TABLE_BYTES / 4);
  let blocks = 0;
  return {
    load(predicted, truth) {
      bytes.set(predicted, PREDICTED);
      bytes.set(truth, TRUTH);
      blocks = truth.length / BLOCK;
      const any = labelBits(PREDICTED, blocks) | labelBits(TRUTH, blocks);
      const label = (any | (any >>> 8) | (any >>> 16) | (any >>> 24)) & 255;
      return Math.max(1, 32 - Math.clz32(label));
    },
    count(bits) {
      count(PREDICTED, TRUTH, blocks, bits);
    },
    drain(bits, counts) {
      const entries = 2 ** (2 * bits);
      for (let k = 0; k < entries; k++)
        counts[k] += table[4 * k] + table[4 * k + 1] + table[4 * k + 2] + table[4 * k + 3];
      table.fill(0, 0, 4 * entries);
    },
  };
}
