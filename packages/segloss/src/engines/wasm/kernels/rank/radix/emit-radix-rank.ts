import type { FunctionBuilder } from "../../../asm/function-builder.ts";
import { type F64, f32, f64, type I32, i32 } from "../../../asm/value.ts";
import { emitJaccardStep } from "../emit-jaccard-step.ts";
import { loadFloat } from "../expressions.ts";
import { type RankSetting, type RankState, rankFunction } from "../rank-state.ts";
import { emitCollectKeys } from "./emit-collect-keys.ts";
import { emitCollectValues } from "./emit-collect-values.ts";
import { COUNTER_BYTES, emitSort, RECORD_BYTES } from "./emit-sort.ts";

/** Bytes that a thread needs for a region of so many pixels. */
export function radixBytes(pixels: number): number {
  return COUNTER_BYTES + 2 * RECORD_BYTES * (pixels + 1);
}

/**
 * Ranks the pixels of a region and class for Lovász losses exactly: sorts them, largest first, equal ones by pixel, and puts the weights
 * by rank in their places. Radix sort on the bits of the keys: three passes of 11 bits, stable, linear.
 * Parameters: first pixel of the region, class, address of `radixBytes`.
 */
export function emitRadixRank(of: RankSetting): FunctionBuilder {
  const state = rankFunction(of, { memory: "i32" });
  const { f, job, pixels } = state;
  const counters = state.parameters.memory;
  const first = f.let(counters.add(COUNTER_BYTES));
  const second = f.let(first.add((pixels + 1) * RECORD_BYTES));
  const collect = job.ranking.order === "value" ? emitCollectValues : emitCollectKeys;
  const { kept, mass } = collect(state, first);
  emitSort(f, { count: kept, counters, first, second });
  emitLovasz(state, kept, second, mass);
  return f;
}

function emitLovasz(state: RankState, kept: I32, sorted: I32, mass: F64): void {
  const { f } = state;
  const jaccard = { intersection: f.let(mass), union: f.let(mass) };
  f.for(0, kept, 1, (rank) => {
    const payload = f.let(i32.load(sorted.add(rank.shl(3)), 4));
    const { pixel, loss, gain } = sharesOf(state, payload);
    f.f32.store(
      state.weights.add(pixel.shl(2)),
      f32.demote_f64(emitJaccardStep(f, jaccard, f.let(loss), f.let(gain))),
    );
  });
}

/** The pixel of a record, its weight times truth and its weight times (1 - truth). */
function sharesOf(state: RankState, payload: I32): { pixel: I32; loss: F64; gain: F64 } {
  const { f } = state;
  const isHard = state.truth === null;
  const pixel = f.let(isHard ? payload.shr_u(1) : payload);
  const floatAt = (plane: I32): F64 => f.let(loadFloat(plane.add(pixel.shl(2))));
  const truth = isHard ? f.let(f64.convert_i32_u(payload.and(1))) : floatAt(state.truth as I32);
  const rest = f64.const(1).sub(truth);
  if (state.pixelWeight === null) return { pixel, loss: truth, gain: rest };
  const weight = floatAt(state.pixelWeight);
  return { pixel, loss: weight.mul(truth), gain: weight.mul(rest) };
}
