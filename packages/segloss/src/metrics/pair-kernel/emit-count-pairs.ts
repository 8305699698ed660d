import {
  type FunctionBuilder,
  functionBuilder,
  type Local,
} from "../../engines/wasm/encoder/function-builder.ts";
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
  const f = functionBuilder(["i32", "i32", "i32", "i32"]);
  const [predicted, truth, blocks, bits] = [0, 1, 2, 3];
  const repeats = f.local("i32");
  const p = f.local("v128");
  const t = f.local("v128");
  const flush = () => {
    storePairs(f, p, t, bits, pairs);
    const others = f.vector("v128.or", [unlikeFirst(f, p), unlikeFirst(f, t)]);
    f.get(others);
    f.emit("v128.any_true");
    f.emit("if");
    for (let pixel = 0; pixel < BLOCK; pixel++)
      addRepeats(f, pairs + 2 * pixel, table + 4 * (pixel % 4), repeats);
    f.emit("else");
    f.get(repeats);
    f.push(2);
    f.emit("i32.shl");
    f.set(repeats);
    for (let counter = 0; counter < 4; counter++) addRepeats(f, pairs, table + 4 * counter, repeats);
    f.emit("end");
  };
  setTo(f, p, predicted);
  setTo(f, t, truth);
  f.repeat(() => {
    const nextP = f.vector("v128.load", [predicted]);
    const nextT = f.vector("v128.load", [truth]);
    const changes = f.vector("v128.or", [f.vector("v128.xor", [nextP, p]), f.vector("v128.xor", [nextT, t])]);
    f.get(changes);
    f.emit("v128.any_true");
    f.when(() => {
      flush();
      f.get(nextP);
      f.set(p);
      f.get(nextT);
      f.set(t);
      f.push(0);
      f.set(repeats);
    });
    f.advance(repeats, 1);
    nextBlock(f, [predicted, truth], blocks);
  });
  flush();
  return f;
}

/** `labelBits(labels, blocks)` is the bitwise or of the labels of `blocks` blocks, as four bytes still to be joined. */
export function emitLabelBits(): FunctionBuilder {
  const f = functionBuilder(["i32", "i32"], ["i32"]);
  const [labels, blocks] = [0, 1];
  const any = f.local("v128");
  f.repeat(() => {
    f.get(f.vector("v128.or", [any, f.vector("v128.load", [labels])]));
    f.set(any);
    nextBlock(f, [labels], blocks);
  });
  for (const lane of [0, 1, 2, 3]) {
    f.get(any);
    f.emit("i32x4.extract_lane", lane);
    if (lane > 0) f.emit("i32.or");
  }
  return f;
}

function setTo(f: FunctionBuilder, vector: Local, address: Local): void {
  f.get(address);
  f.emit("v128.load", 0);
  f.set(vector);
}

/** Bits in which the bytes of a vector differ from its first one. */
function unlikeFirst(f: FunctionBuilder, vector: Local): Local {
  const first = f.value("i32", "i8x16.extract_lane_u", [vector], 0);
  return f.vector("v128.xor", [vector, f.vector("i8x16.splat", [first])]);
}

/** Moves the addresses on and leaves on the stack whether blocks are left. */
function nextBlock(f: FunctionBuilder, addresses: readonly Local[], blocks: Local): void {
  for (const address of addresses) f.advance(address, BLOCK);
  f.advance(blocks, -1);
  f.get(blocks);
}

/** Writes `t << bits | p` of the pixels of a block to memory, from where they are read one by one. */
function storePairs(f: FunctionBuilder, p: Local, t: Local, bits: Local, to: number): void {
  for (const half of ["low", "high"] as const) {
    f.push(to + (half === "low" ? 0 : 16));
    f.get(t);
    f.emit(`i16x8.extend_${half}_i8x16_u`);
    f.get(bits);
    f.emit("i16x8.shl");
    f.get(p);
    f.emit(`i16x8.extend_${half}_i8x16_u`);
    f.emit("v128.or");
    f.emit("v128.store", 0);
  }
}

/** Adds the repeats to the counter of the pair whose number stands at an address. */
function addRepeats(f: FunctionBuilder, pair: number, table: number, repeats: Local): void {
  f.push(0);
  f.emit("i32.load16_u", pair);
  f.push(Math.log2(ENTRY_BYTES));
  f.emit("i32.shl");
  const entry = f.local("i32");
  f.set(entry);
  f.get(entry);
  f.get(entry);
  f.emit("i32.load", table);
  f.get(repeats);
  f.emit("i32.add");
  f.emit("i32.store", table);
}
