import { type FunctionBuilder, functionBuilder } from "../../engines/wasm/asm/function-builder.ts";
import { type I32, i32, type V128, type Variable } from "../../engines/wasm/asm/value.ts";
import { BLOCK, ENTRY_BYTES } from "./pair-places.ts";

/** Where the functions find what is theirs. */
export interface PairAddresses {
  /** `BLOCK` pair numbers of 16 bits. */
  readonly pairs: number;
  /** Four counters of 32 bits per pair of labels. */
  readonly table: number;
}

/**
 * `count(predicted, truth, blocks, bits)` adds the pairs of `blocks` blocks of labels below 2^bits to the table, at
 * entry `truth << bits | predicted`.
 *
 * Label maps are mostly runs: a block is counted when the next one differs from it, with the number of its repeats, and
 * one whose pixels are all alike as four of them in each counter. Of
 * the pixels of a block each fourth has the same counter, so that adding to it need not wait for the pixel before,
 * which mostly has the same labels.
 */
export function emitCountPairs({ pairs, table }: PairAddresses): FunctionBuilder {
  const f = functionBuilder(["predicted", "truth", "blocks", "bits"]);
  const { predicted, truth, blocks, bits } = f.parameters;
  const repeats = f.local("i32");
  const [p, t] = [f.v128.load(predicted), f.v128.load(truth)];
  const flush = (): void => {
    storePairs(f, p, t, bits, pairs);
    f.if(
      f.v128.any_true(f.v128.or(unlikeFirst(f, p), unlikeFirst(f, t))),
      () => {
        for (let pixel = 0; pixel < BLOCK; pixel++)
          addRepeats(f, pairs + 2 * pixel, table + 4 * (pixel % 4), repeats);
      },
      () => {
        f.set(repeats, repeats.shl(2));
        for (let counter = 0; counter < 4; counter++) addRepeats(f, pairs, table + 4 * counter, repeats);
      },
    );
  };
  f.repeat(() => {
    const [nextP, nextT] = [f.v128.load(predicted), f.v128.load(truth)];
    f.if(f.v128.any_true(f.v128.or(f.v128.xor(nextP, p), f.v128.xor(nextT, t))), () => {
      flush();
      f.set(p, nextP);
      f.set(t, nextT);
      f.set(repeats, 0);
    });
    f.advance(repeats, 1);
    return nextBlock(f, [predicted, truth], blocks);
  });
  flush();
  return f;
}

/** `labelBits(labels, blocks)` is the bitwise or of the labels of `blocks` blocks, as four bytes still to be joined. */
export function emitLabelBits(): FunctionBuilder {
  const f = functionBuilder(["labels", "blocks"], ["i32"]);
  const { labels, blocks } = f.parameters;
  const any = f.local("v128");
  f.repeat(() => {
    f.set(any, f.v128.or(any, f.v128.load(labels)));
    return nextBlock(f, [labels], blocks);
  });
  const lanes = [0, 1, 2, 3].map((lane) => f.i32x4.extract_lane(any, lane));
  f.result(lanes.reduce((a, b) => a.or(b)));
  return f;
}

/** Bits in which the bytes of a vector differ from its first one. */
function unlikeFirst(f: FunctionBuilder, vector: V128): V128 {
  return f.v128.xor(vector, f.i8x16.splat(f.i8x16.extract_lane_u(vector, 0)));
}

/** Moves the addresses on; whether blocks are left. */
function nextBlock(f: FunctionBuilder, addresses: readonly Variable<"i32">[], blocks: Variable<"i32">): I32 {
  for (const address of addresses) f.advance(address, BLOCK);
  f.advance(blocks, -1);
  return blocks;
}

/** Writes `t << bits | p` of the pixels of a block to memory, from where they are read one by one. */
function storePairs(f: FunctionBuilder, p: V128, t: V128, bits: I32, to: number): void {
  for (const [i, half] of (["low", "high"] as const).entries()) {
    const wide = (bytes: V128): V128 => f.i16x8[`extend_${half}_i8x16_u`](bytes);
    f.v128.store(to + 16 * i, f.v128.or(f.i16x8.shl(wide(t), bits), wide(p)));
  }
}

/** Adds the repeats to the counter of the pair whose number stands at an address. */
function addRepeats(f: FunctionBuilder, pair: number, table: number, repeats: I32): void {
  const entry = f.let(i32.load16_u(0, pair).shl(Math.log2(ENTRY_BYTES)));
  f.store(entry, i32.load(entry, table).add(repeats), table);
}
