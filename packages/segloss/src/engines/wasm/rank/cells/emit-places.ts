import type { Local } from "../../encoder/function-builder.ts";
import { lanes } from "../../encoder/vectors.ts";
import type { Scalar } from "../scalars.ts";
import type { CellsState } from "./cell-state.ts";
import { storeVector } from "./lanes.ts";
import { COARSE_CELLS, FINE_BITS, SCRATCH } from "./layout.ts";

/** Where places go, and the counters of the part. */
export interface Places {
  readonly next: Scalar;
  readonly end: Scalar;
  readonly part: Scalar;
}

/** Entries that are looked at in one round: so many places at most are written beyond the last, which are not counted. */
const ROUND = 16;
/** Entries that go through all three loops before the next do. */
const CHUNK = 256;

/**
 * Entries become places (addresses in the tables, less their offsets), which are counted: three short loops over what
 * stays in the first-level cache.
 */
export function emitPlaces(state: CellsState, entries: Scalar, scratch: Scalar, places: Places): void {
  const { s } = state;
  const { next, end, part } = places;
  const distance = s.variable(s.sub(entries, next));
  s.each(
    next,
    end,
    (from) => {
      const to = s.variable(s.smaller(s.variable(s.add(from, 4 * CHUNK)), end));
      emitChunk(state, s.variable(s.add(from, distance)), scratch, { next: from, end: to, part });
    },
    4 * CHUNK,
  );
}

function emitChunk(state: CellsState, entries: Scalar, scratch: Scalar, places: Places): void {
  const { s, layout } = state;
  const { next, end, part } = places;
  const rows = s.variable(s.add(scratch, SCRATCH.rows));
  emitRows(state, entries, rows, s.variable(s.sub(end, next)));
  emitCells(state, s.variable(s.sub(entries, next)), s.variable(s.sub(rows, next)), places);
  const ofPart = s.variable(s.mul(part, layout.partBytes));
  s.eachFour(
    next,
    end,
    (to, offset) => {
      const place = s.load(to, offset);
      const counter = s.variable(layout.parts === 1 ? place : s.add(place, ofPart));
      s.store(counter, s.add(s.load(counter, layout.counts), 1), layout.counts);
    },
    4,
  );
}

/** Addresses of the rows of entries in the table of scales, less its offset. */
function emitRows(state: CellsState, entries: Scalar, rows: Scalar, bytes: Scalar): void {
  const { f, s, at } = state;
  const memory = f.vector("i32x4.splat", [s.variable(at(0)).local]);
  const from = s.variable(entries);
  s.each(
    rows,
    s.variable(s.add(rows, bytes)),
    (to) => {
      for (let k = 0; k < ROUND; k += 4) {
        const entry = f.vector("v128.load", [from.local], 4 * k);
        const coarse = shifted(state, "i32x4.shr_u", entry, FINE_BITS - 3);
        const row = f.vector("v128.and", [coarse, f.integers((COARSE_CELLS - 1) << 3)]);
        storeVector(f, to.local, f.vector("i32x4.add", [row, memory]), 4 * k);
      }
      from.set(s.add(from, 4 * ROUND));
    },
    4 * ROUND,
  );
}

/**
 * The fine bits n of a key, as (n + 1/2) 2^-shift - 1/2, are never halfway between two integers, and are rounded to one by
 * adding 2^23 plus the first cell of the coarse cell: the sum is the number of the cell in the lowest bits of a float.
 */
function emitCells(state: CellsState, toEntries: Scalar, toRows: Scalar, { next, end }: Places): void {
  const { f, s, at } = state;
  const base = f.vector("i32x4.splat", [s.variable(s.sub(at(0), FIRST << 3)).local]);
  s.each(
    next,
    end,
    (to) => {
      const row = s.variable(s.add(to, toRows));
      const from = s.variable(s.add(to, toEntries)).local;
      for (let k = 0; k < ROUND / 2; k += 4) {
        const [scale, first] = emitScales(state, row, 4 * k);
        const entry = f.vector("v128.load", [from], 4 * k);
        const twice = shifted(state, "i32x4.shl", entry, 1);
        const fine = f.vector("v128.and", [twice, f.integers((2 << FINE_BITS) - 2)]);
        const odd = f.vector("f32x4.convert_i32x4_s", [f.vector("v128.or", [fine, f.integers(1)])]);
        const part = f.vector("f32x4.sub", [f.vector("f32x4.mul", [odd, scale]), f.splat(0.5)]);
        const cell = shifted(state, "i32x4.shl", f.vector("f32x4.add", [part, first]), 3);
        const truth = f.vector("v128.and", [shifted(state, "i32x4.shr_u", entry, 29), f.integers(4)]);
        const place = f.vector("i32x4.add", [cell, f.vector("i32x4.add", [truth, base])]);
        storeVector(f, to.local, place, 4 * k);
      }
    },
    2 * ROUND,
  );
}

/** Scales and first cells of four rows. */
function emitScales({ f, s, layout }: CellsState, row: Scalar, offset: number): [Local, Local] {
  const pairs = [0, 2].map((k) => {
    const [a, b] = [k, k + 1].map((i) => s.variable(s.load(row, offset + 4 * i)).local);
    const low = f.vector("v128.load64_zero", [a], layout.scales);
    f.get(b);
    f.get(low);
    f.emit("v128.load64_lane", layout.scales, 1);
    const pair = f.local("v128");
    f.set(pair);
    return pair;
  });
  return [lanes(f, pairs[0], pairs[1], [0, 2, 4, 6]), lanes(f, pairs[0], pairs[1], [1, 3, 5, 7])];
}

/** Bits of 2^23 as a float. */
export const FIRST = 0x4b000000;

function shifted({ f }: CellsState, name: "i32x4.shl" | "i32x4.shr_u", x: Local, bits: number): Local {
  f.get(x);
  f.push(bits);
  f.emit(name);
  const local = f.local("v128");
  f.set(local);
  return local;
}
