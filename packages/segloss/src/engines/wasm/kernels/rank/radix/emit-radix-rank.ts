import type { FunctionBuilder } from "../../../asm/function-builder.ts";
import { emitJaccard, RECORD_BYTES } from "../emit-jaccard.ts";
import { type RankSetting, rankFunction } from "../rank-state.ts";
import { emitCollectKeys } from "./emit-collect-keys.ts";
import { emitCollectValues } from "./emit-collect-values.ts";
import { COUNTER_BYTES, emitSort } from "./emit-sort.ts";

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
  const jaccard = { intersection: f.let(mass), union: f.let(mass) };
  emitJaccard(state, second, f.let(second.add(kept.mul(RECORD_BYTES))), jaccard);
  return f;
}
