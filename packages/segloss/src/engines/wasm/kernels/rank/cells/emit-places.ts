import { type I32, i32, type V128 } from "../../../asm/value.ts";
import { smaller } from "../expressions.ts";
import type { CellsState } from "./cell-state.ts";
import { eachFour } from "./each-four.ts";
import { COARSE_CELLS, FINE_BITS, SCRATCH } from "./layout.ts";

/** Where places go, and the counters of the part. */
export interface Places {
  readonly next: I32;
  readonly end: I32;
  readonly part: I32;
}

/** Entries that are looked at in one round: so many places at most are written beyond the last, which are not counted. */
const ROUND = 16;
/** Entries that go through all three loops before the next do. */
const CHUNK = 256;

/**
 * Entries become places (addresses in the tables, less their offsets), which are counted: three short loops over what
 * stays in the first-level cache.
 */
export function emitPlaces(state: CellsState, entries: I32, scratch: I32, places: Places): void {
  const { f } = state;
  const { next, end, part } = places;
  const distance = f.let(entries.sub(next));
  f.for(next, end, 4 * CHUNK, (from) => {
    const to = f.let(smaller(f.let(from.add(4 * CHUNK)), end));
    emitChunk(state, f.let(from.add(distance)), scratch, { next: from, end: to, part });
  });
}

function emitChunk(state: CellsState, entries: I32, scratch: I32, places: Places): void {
  const { f, layout } = state;
  const { next, end, part } = places;
  const rows = f.let(scratch.add(SCRATCH.rows));
  emitRows(state, entries, rows, f.let(end.sub(next)));
  emitCells(state, f.let(entries.sub(next)), f.let(rows.sub(next)), places);
  const ofPart = f.let(part.mul(layout.partBytes));
  eachFour(f, next, end, 4, (to, offset) => {
    const place = i32.load(to, offset);
    const counter = f.let(layout.parts === 1 ? place : place.add(ofPart));
    f.store(counter, i32.load(counter, layout.counts).add(1), layout.counts);
  });
}

/** Addresses of the rows of entries in the table of scales, less its offset. */
function emitRows(state: CellsState, entries: I32, rows: I32, bytes: I32): void {
  const { f, at } = state;
  const memory = f.i32x4.splat(f.let(at(0)));
  const from = f.let(entries);
  f.for(rows, f.let(rows.add(bytes)), 4 * ROUND, (to) => {
    for (let k = 0; k < ROUND; k += 4) {
      const entry = f.v128.load(from, 4 * k);
      const coarse = f.i32x4.shr_u(entry, FINE_BITS - 3);
      const row = f.v128.and(coarse, f.integers((COARSE_CELLS - 1) << 3));
      f.store(to, f.i32x4.add(row, memory), 4 * k);
    }
    f.set(from, from.add(4 * ROUND));
  });
}

/**
 * The fine bits n of a key, as (n + 1/2) 2^-shift - 1/2, are never halfway between two integers, and are rounded to one by
 * adding 2^23 plus the first cell of the coarse cell: the sum is the number of the cell in the lowest bits of a float.
 */
function emitCells(state: CellsState, toEntries: I32, toRows: I32, { next, end }: Places): void {
  const { f, at } = state;
  const base = f.i32x4.splat(f.let(at(0).sub(FIRST << 3)));
  f.for(next, end, 2 * ROUND, (to) => {
    const row = f.let(to.add(toRows));
    const from = f.let(to.add(toEntries));
    for (let k = 0; k < ROUND / 2; k += 4) {
      const [scale, first] = emitScales(state, row, 4 * k);
      const entry = f.v128.load(from, 4 * k);
      const twice = f.i32x4.shl(entry, 1);
      const fine = f.v128.and(twice, f.integers((2 << FINE_BITS) - 2));
      const odd = f.f32x4.convert_i32x4_s(f.v128.or(fine, f.integers(1)));
      const part = f.f32x4.sub(f.f32x4.mul(odd, scale), f.splat(0.5));
      const cell = f.i32x4.shl(f.f32x4.add(part, first), 3);
      const truth = f.v128.and(f.i32x4.shr_u(entry, 29), f.integers(4));
      const place = f.i32x4.add(cell, f.i32x4.add(truth, base));
      f.store(to, place, 4 * k);
    }
  });
}

/** Scales and first cells of four rows. */
function emitScales({ f, layout }: CellsState, row: I32, offset: number): [V128, V128] {
  const pairs = [0, 2].map((k) => {
    const [a, b] = [k, k + 1].map((i) => f.let(i32.load(row, offset + 4 * i)));
    const low = f.v128.load64_zero(a, layout.scales);
    return f.v128.load64_lane(b, low, layout.scales, 1);
  });
  return [f.lanes(pairs[0], pairs[1], [0, 2, 4, 6]), f.lanes(pairs[0], pairs[1], [1, 3, 5, 7])];
}

/** Bits of 2^23 as a float. */
export const FIRST = 0x4b000000;
