import type { FunctionBuilder } from "../../encoder/function-builder.ts";
import type { Scalar, Variable } from "../scalars.ts";
import { type CellsSetting, type CellsState, cellsFunction, emitEntry } from "./cell-state.ts";
import { emitCosts, type Sampled } from "./emit-costs.ts";
import { emitDivision } from "./emit-division.ts";
import { FIRST } from "./emit-places.ts";
import { COARSE_CELLS, FINE_BITS, STATE } from "./layout.ts";

/** Active errors up to which a region is sorted whole, by estimate: where the sort and the cells take as long. */
export const EXACT_BELOW = 16_384;

/** Part of 2^32 by which the sampled pixels advance: the golden ratio spreads any number of them evenly. */
const GOLDEN = 0x9e3779b1 | 0;

/**
 * Lays out the cells from a sample of the pixels. A coarse cell is divided the more, the more the steps of the
 * Jaccard loss change across it: with n pixels whose squared error without division is A, and A/k^2 in k parts, the
 * least error for a number of cells has k in proportion to the cube root of A. Of a region that is sorted whole, cells
 * are to hold equally many pixels. A poor sample costs time, not accuracy: errors are bounded by what is counted.
 */
export function emitPrepare(of: CellsSetting): FunctionBuilder {
  const state = cellsFunction(of, []);
  const { f, s, at, pixels, layout } = state;
  const counts = s.variable(at(layout.counts));
  for (const x of [counts, s.int(0), s.int(8 * COARSE_CELLS)]) x.push();
  f.emit("memory.fill");
  const samples = Math.min(4096, Math.max(1024, pixels >> 6));
  const { trues, active, lowest, highest } = emitSample(state, counts, samples);
  const scale = pixels / samples;
  const number = s.variable(s.mul(s.toReal(active), scale));
  const isExact = s.variable(exactness(state, number));
  s.store(at(layout.state), isExact, STATE.isExact);
  const sampled: Sampled = { lowest, highest, counts, scale, trues, isExact };
  const norm = emitCosts(state, sampled);
  emitMap(state, sampled, emitDivision(state, sampled, number, norm));
  return f;
}

function exactness({ s, choice }: CellsState, number: Scalar): Scalar {
  if (choice !== "auto") return s.int(choice === "exact" ? 1 : 0);
  return s.op("i32", "f64.le", [number, s.real(EXACT_BELOW)]);
}

/** Pixels that are fetched together, each of which would be waited for alone. */
const AHEAD = 128;

/** Brings the values of the next sampled pixels into the first-level cache. */
function emitTouch(state: CellsState, pixelOf: (k: Scalar) => Scalar): void {
  const { s, source } = state;
  const bits = s.variable(s.int(0));
  s.each(0, AHEAD, (k) => bits.set(s.or(bits, s.load(s.add(s.of(source), s.shl(pixelOf(k), 2))))));
}

/** Counts the sampled pixels with an error by coarse cell and truth. */
function emitSample(
  state: CellsState,
  counts: Scalar,
  samples: number,
): Record<"trues" | "active" | "lowest" | "highest", Variable> {
  const { s, pixels } = state;
  const trues = s.variable(s.int(0));
  const active = s.variable(s.int(0));
  const lowest = s.variable(s.int(COARSE_CELLS - 1));
  const highest = s.variable(s.int(0));
  const pixelOf = (i: Scalar): Variable => {
    const wide = (x: Scalar): Scalar => s.op("i64", "i64.extend_i32_u", [x]);
    const product = s.mul(wide(s.mul(i, GOLDEN)), wide(s.int(pixels)));
    return s.variable(s.op("i32", "i32.wrap_i64", [s.shr(product, 32)]));
  };
  s.each(0, samples, (i) => {
    s.when(s.op("i32", "i32.eqz", [s.and(i, AHEAD - 1)]), () =>
      emitTouch(state, (k) => pixelOf(s.add(i, k))),
    );
    const pixel = pixelOf(i);
    const { entry, isTrue } = emitEntry(state, pixel);
    trues.set(s.add(trues, isTrue));
    s.when(entry, () => {
      active.set(s.add(active, 1));
      const coarse = s.variable(s.and(s.shr(entry, FINE_BITS), COARSE_CELLS - 1));
      const place = s.variable(s.add(s.add(counts, s.shl(coarse, 3)), s.and(s.shr(entry, 29), 4)));
      s.store(place, s.add(s.load(place), 1));
      lowest.set(s.smaller(lowest, coarse));
      highest.set(s.choose(s.less(highest, coarse), coarse, highest));
    });
  });
  lowest.set(s.smaller(lowest, highest));
  return { trues, active, lowest, highest };
}

/**
 * Writes the map: cells are numbered from the lowest key up, from 4 on and to a multiple of 4, since they are looked at in
 * fours; one cell at least behind the last stays empty, at which is looked together with it.
 */
function emitMap(
  { s, at, layout }: CellsState,
  { lowest, highest }: Sampled,
  powerOf: (coarse: Scalar) => Scalar,
): void {
  const next = s.variable(s.int(4));
  const write = (coarse: Scalar, power: Scalar): void => {
    const shift = s.variable(s.sub(s.int(FINE_BITS), power));
    const row = s.variable(s.add(at(layout.map), s.shl(coarse, 3)));
    s.store(row, shift);
    s.store(row, s.shl(s.sub(next, s.shr(s.shl(coarse, FINE_BITS), shift)), 3), 4);
    s.store(row, s.shl(s.sub(s.int(126), shift), 23), layout.scales - layout.map);
    s.store(row, s.add(next, FIRST), layout.scales - layout.map + 4);
    next.set(s.add(next, s.shl(s.int(1), power)));
  };
  const first = s.variable(s.smaller(lowest, s.variable(s.add(highest, 1))));
  const last = s.variable(s.add(highest, 1));
  s.each(0, first, (coarse) => write(coarse, s.int(0)));
  s.each(first, last, (coarse) => write(coarse, s.variable(powerOf(coarse))));
  s.each(last, COARSE_CELLS, (coarse) => write(coarse, s.int(0)));
  s.store(at(layout.state), s.and(s.add(next, 4), -4), STATE.cells);
}
