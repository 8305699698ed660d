import type { Local } from "../../encoder/function-builder.ts";
import type { Scalar } from "../scalars.ts";
import type { CellsState } from "./cell-state.ts";
import { lanes } from "./lanes.ts";
import { COARSE_CELLS, FINE_BITS, SCRATCH } from "./layout.ts";

/** Where places go, and the counters. */
export interface Places {
  readonly next: Scalar;
  readonly end: Scalar;
  readonly counts: Scalar;
}

/**
 * Entries become places, which are counted: three short loops over what stays in the first-level cache. Up to three
 * places more are written, which are not counted.
 */
export function emitPlaces(state: CellsState, entries: Scalar, scratch: Scalar, places: Places): void {
  const { s } = state;
  const { next, end, counts } = places;
  const rows = s.variable(s.add(scratch, SCRATCH.rows));
  emitRows(state, entries, rows, s.variable(s.sub(end, next)));
  emitCells(state, s.variable(s.sub(entries, next)), s.variable(s.sub(rows, next)), places);
  s.eachFour(
    next,
    end,
    (place, offset) => {
      const counter = s.variable(s.add(counts, s.load(place, offset)));
      s.store(counter, s.add(s.load(counter), 1));
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
      const entry = f.vector("v128.load", [from.local]);
      const coarse = shifted(state, "i32x4.shr_u", entry, FINE_BITS - 3);
      const row = f.vector("v128.and", [coarse, f.integers((COARSE_CELLS - 1) << 3)]);
      to.push();
      f.get(f.vector("i32x4.add", [row, memory]));
      f.emit("v128.store", 0);
      from.set(s.add(from, 16));
    },
    16,
  );
}

/**
 * The fine bits n of a key, as (n + 1/2) 2^-shift - 1/2, are never halfway between two integers, and are rounded to one by
 * adding 2^23 plus the first cell of the coarse cell: the sum is the number of the cell in the lowest bits of a float.
 */
function emitCells(state: CellsState, toEntries: Scalar, toRows: Scalar, { next, end }: Places): void {
  const { f, s, layout } = state;
  s.each(
    next,
    end,
    (place) => {
      const row = s.variable(s.add(place, toRows));
      const pairs = [0, 2].map((k) => {
        const [a, b] = [k, k + 1].map((i) => s.variable(s.load(row, 4 * i)).local);
        const low = f.vector("v128.load64_zero", [a], layout.scales);
        f.get(b);
        f.get(low);
        f.emit("v128.load64_lane", layout.scales, 1);
        const pair = f.local("v128");
        f.set(pair);
        return pair;
      });
      const [scale, first] = [0, 1].map((k) => lanes(f, pairs[0], pairs[1], [k, k + 2, k + 4, k + 6]));
      const entry = f.vector("v128.load", [s.variable(s.add(place, toEntries)).local]);
      const fine = f.vector("v128.and", [
        shifted(state, "i32x4.shl", entry, 1),
        f.integers((2 << FINE_BITS) - 2),
      ]);
      const odd = f.vector("f32x4.convert_i32x4_s", [f.vector("v128.or", [fine, f.integers(1)])]);
      const part = f.vector("f32x4.sub", [f.vector("f32x4.mul", [odd, scale]), f.splat(0.5)]);
      const cell = shifted(state, "i32x4.shl", f.vector("f32x4.add", [part, first]), 3);
      const truth = f.vector("v128.and", [shifted(state, "i32x4.shr_u", entry, 29), f.integers(4)]);
      const isBit = f.vector("i32x4.add", [truth, f.integers(-(FIRST << 3))]);
      place.push();
      f.get(f.vector("i32x4.add", [cell, isBit]));
      f.emit("v128.store", 0);
    },
    16,
  );
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
