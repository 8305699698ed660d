import type { FunctionBuilder } from "../../encoder/function-builder.ts";
import { emitJaccardStep } from "../emit-jaccard-step.ts";
import { type RankSetting, type RankState, rankFunction } from "../rank-state.ts";
import type { Scalar } from "../scalars.ts";
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
  const state = rankFunction(of, ["i32"]);
  const { f, s, job, pixels } = state;
  const counters = state.parameter(0);
  const first = s.variable(s.add(counters, COUNTER_BYTES));
  const second = s.variable(s.add(first, (pixels + 1) * RECORD_BYTES));
  const collect = job.ranking.order === "value" ? emitCollectValues : emitCollectKeys;
  const { kept, mass } = collect(state, first);
  emitSort(s, { count: kept, counters, first, second });
  emitLovasz(state, kept, second, mass);
  return f;
}

function emitLovasz(state: RankState, kept: Scalar, sorted: Scalar, mass: Scalar): void {
  const { s } = state;
  const jaccard = { intersection: s.variable(mass), union: s.variable(mass) };
  s.each(0, kept, (rank) => {
    const payload = s.variable(s.load(s.add(sorted, s.shl(rank, 3)), 4));
    const { pixel, loss, gain } = sharesOf(state, payload);
    s.storeFloat(
      s.add(s.of(state.weights), s.shl(pixel, 2)),
      emitJaccardStep(s, jaccard, s.variable(loss), s.variable(gain)),
    );
  });
}

/** The pixel of a record, its weight times truth and its weight times (1 - truth). */
function sharesOf(state: RankState, payload: Scalar): { pixel: Scalar; loss: Scalar; gain: Scalar } {
  const { s } = state;
  const isHard = state.truth === null;
  const pixel = s.variable(isHard ? s.shr(payload, 1) : payload);
  const floatAt = (plane: number): Scalar => s.variable(s.loadFloat(s.add(s.of(plane), s.shl(pixel, 2))));
  const truth = isHard ? s.variable(s.toReal(s.and(payload, 1))) : floatAt(state.truth as number);
  const rest = s.sub(s.real(1), truth);
  if (state.pixelWeight === null) return { pixel, loss: truth, gain: rest };
  const weight = floatAt(state.pixelWeight);
  return { pixel, loss: s.mul(weight, truth), gain: s.mul(weight, rest) };
}
