import { f64, type I32, type V128, type Variable } from "../../../asm/value.ts";
import { emitRanked, type Ranked, within } from "../emit-ranked.ts";
import type { RankState } from "../rank-state.ts";
import type { Collected } from "./emit-collect-values.ts";
import { RECORD_BYTES } from "./emit-sort.ts";

/**
 * Records of the pixels with an error, four pixels at a time: four without one are passed over together; else a record
 * is written for each and kept by moving on, so that there is nothing to predict. All weights become 0.
 */
export function emitCollectKeys(state: RankState, records: I32): Collected {
  const { f, pixels } = state;
  const record = f.let(records);
  const trues = f.v128.xor(f.integers(0), f.integers(0));
  const index = f.v128.or(f.integers(0, 1, 2, 3), f.integers(0, 1, 2, 3));
  const whole = pixels - (pixels % 4);
  const round = (pixel: I32, present: number): void => {
    const ranked = within(state, emitRanked(state, pixel, 4), present);
    // A condition is -1 as an integer.
    f.set(trues, f.i32x4.sub(trues, ranked.isTrue));
    emitZeros(state, pixel, present);
    emitGroup(state, ranked, index, record);
    f.set(index, f.i32x4.add(index, f.integers(4)));
  };
  if (whole > 0) f.for(0, whole, 4, (pixel) => round(pixel, 4));
  if (whole < pixels) round(f.local("i32", whole), pixels - whole);
  const lanes = [0, 1, 2, 3].map((lane) => f.i32x4.extract_lane(trues, lane));
  return {
    kept: f.let(record.sub(records).shr_u(Math.log2(RECORD_BYTES))),
    mass: f.let(f64.convert_i32_u(lanes.reduce((a, b) => a.add(b)))),
  };
}

/** The next pixels may be another region's, on which another thread is at work. */
function emitZeros({ f, weights }: RankState, pixel: I32, present: number): void {
  const address = f.let(weights.add(pixel.shl(2)));
  if (present === 4) {
    f.store(address, f.integers(0));
  } else for (let lane = 0; lane < present; lane++) f.i32.store(address, 0, 4 * lane);
}

function emitGroup(
  { f }: RankState,
  { entry, isActive, isTrue }: Ranked,
  index: V128,
  record: Variable<"i32">,
): void {
  f.if(f.v128.any_true(isActive), () => {
    // The largest comes first; the truth is the lowest bit of the payload.
    const keys = f.v128.andnot(f.integers(0x7fffffff), entry);
    const twice = f.i32x4.add(index, index);
    const payloads = f.i32x4.sub(twice, isTrue);
    const pairs = [f.lanes(keys, payloads, [0, 4, 1, 5]), f.lanes(keys, payloads, [2, 6, 3, 7])];
    const bits = f.let(f.i32x4.bitmask(isActive));
    for (let lane = 0; lane < 4; lane++) {
      f.v128.store64_lane(record, pairs[lane >> 1], 0, lane & 1);
      f.set(record, record.add(bits.shr_u(lane).and(1).shl(Math.log2(RECORD_BYTES))));
    }
  });
}
