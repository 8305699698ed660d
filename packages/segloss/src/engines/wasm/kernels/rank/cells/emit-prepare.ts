import type { FunctionBuilder } from "../../../asm/function-builder.ts";
import { type F64, f64, type I32, type I64, i32, i64, type Variable } from "../../../asm/value.ts";
import { smaller } from "../expressions.ts";
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
  const state = cellsFunction(of, {});
  const { f, at, pixels, layout } = state;
  const counts = f.let(at(layout.counts));
  f.memory.fill(counts, 0, 8 * COARSE_CELLS);
  const samples = Math.min(4096, Math.max(1024, pixels >> 6));
  const { trues, active, lowest, highest } = emitSample(state, counts, samples);
  const scale = pixels / samples;
  const number = f.let(f64.convert_i32_u(active).mul(scale));
  const isExact = f.let(exactness(state, number));
  f.store(at(layout.state), isExact, STATE.isExact);
  const sampled: Sampled = { lowest, highest, counts, scale, trues, isExact };
  const norm = emitCosts(state, sampled);
  emitMap(state, sampled, emitDivision(state, sampled, number, norm));
  return f;
}

function exactness({ choice }: CellsState, number: F64): I32 {
  if (choice !== "auto") return i32.const(choice === "exact" ? 1 : 0);
  return number.le(EXACT_BELOW);
}

/** Pixels that are fetched together, each of which would be waited for alone. */
const AHEAD = 128;

/** Brings the values of the next sampled pixels into the first-level cache. */
function emitTouch(state: CellsState, pixelOf: (k: I32) => I32): void {
  const { f, source } = state;
  const bits = f.local("i32", 0);
  f.for(0, AHEAD, 1, (k) => f.set(bits, bits.or(i32.load(source.add(pixelOf(k).shl(2))))));
}

/** Counts the sampled pixels with an error by coarse cell and truth. */
function emitSample(
  state: CellsState,
  counts: I32,
  samples: number,
): Record<"trues" | "active" | "lowest" | "highest", Variable<"i32">> {
  const { f, pixels } = state;
  const trues = f.local("i32", 0);
  const active = f.local("i32", 0);
  const lowest = f.local("i32", COARSE_CELLS - 1);
  const highest = f.local("i32", 0);
  const pixelOf = (i: I32): Variable<"i32"> => {
    const wide = (x: I32): I64 => i64.extend_i32_u(x);
    const product = wide(i.mul(GOLDEN)).mul(wide(i32.const(pixels)));
    return f.let(i32.wrap_i64(product.shr_u(32)));
  };
  f.for(0, samples, 1, (i) => {
    f.if(i.and(AHEAD - 1).eqz(), () => emitTouch(state, (k) => pixelOf(i.add(k))));
    const pixel = pixelOf(i);
    const { entry, isTrue } = emitEntry(state, pixel);
    f.set(trues, trues.add(isTrue));
    f.if(entry, () => {
      f.set(active, active.add(1));
      const coarse = f.let(entry.shr_u(FINE_BITS).and(COARSE_CELLS - 1));
      const place = f.let(counts.add(coarse.shl(3)).add(entry.shr_u(29).and(4)));
      f.store(place, i32.load(place).add(1));
      f.set(lowest, smaller(lowest, coarse));
      f.set(highest, highest.lt_u(coarse).choose(coarse, highest));
    });
  });
  f.set(lowest, smaller(lowest, highest));
  return { trues, active, lowest, highest };
}

/**
 * Writes the map: cells are numbered from the lowest key up, from 4 on and to a multiple of 4, since they are looked at in
 * fours; one cell at least behind the last stays empty, at which is looked together with it.
 */
function emitMap(
  { f, at, layout }: CellsState,
  { lowest, highest }: Sampled,
  powerOf: (coarse: I32) => I32,
): void {
  const next = f.local("i32", 4);
  const write = (coarse: I32, power: I32): void => {
    const shift = f.let(i32.const(FINE_BITS).sub(power));
    const row = f.let(at(layout.map).add(coarse.shl(3)));
    f.store(row, shift);
    f.store(row, next.sub(coarse.shl(FINE_BITS).shr_u(shift)).shl(3), 4);
    f.store(row, i32.const(126).sub(shift).shl(23), layout.scales - layout.map);
    f.store(row, next.add(FIRST), layout.scales - layout.map + 4);
    f.set(next, next.add(i32.const(1).shl(power)));
  };
  const first = f.let(smaller(lowest, f.let(highest.add(1))));
  const last = f.let(highest.add(1));
  f.for(0, first, 1, (coarse) => write(coarse, i32.const(0)));
  f.for(first, last, 1, (coarse) => write(coarse, f.let(powerOf(coarse))));
  f.for(last, COARSE_CELLS, 1, (coarse) => write(coarse, i32.const(0)));
  f.store(at(layout.state), next.add(4).and(-4), STATE.cells);
}
