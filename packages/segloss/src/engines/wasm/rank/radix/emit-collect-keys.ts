import { emitRanked, type Ranked, within } from "../emit-ranked.ts";
import type { RankState } from "../rank-state.ts";
import type { Scalar, Variable } from "../scalars.ts";
import type { Collected } from "./emit-collect-values.ts";
import { RECORD_BYTES } from "./emit-sort.ts";

/**
 * Records of the pixels with an error, four pixels at a time: four without one are passed over together; else a record
 * is written for each and kept by moving on, so that there is nothing to predict. All weights become 0.
 */
export function emitCollectKeys(state: RankState, records: Scalar): Collected {
  const { f, s, pixels } = state;
  const record = s.variable(records);
  const trues = f.vector("v128.xor", [f.integers(0), f.integers(0)]);
  const index = f.vector("v128.or", [f.integers(0, 1, 2, 3), f.integers(0, 1, 2, 3)]);
  const whole = pixels - (pixels % 4);
  const round = (pixel: Scalar, present: number): void => {
    const ranked = within(state, emitRanked(state, pixel, 4), present);
    // A condition is -1 as an integer.
    f.get(f.vector("i32x4.sub", [trues, ranked.isTrue]));
    f.set(trues);
    emitZeros(state, pixel, present);
    emitGroup(state, ranked, index, record);
    f.get(f.vector("i32x4.add", [index, f.integers(4)]));
    f.set(index);
  };
  if (whole > 0) s.each(0, whole, (pixel) => round(pixel, 4), 4);
  if (whole < pixels) round(s.variable(s.int(whole)), pixels - whole);
  const lanes = [0, 1, 2, 3].map((lane) => s.op("i32", "i32x4.extract_lane", [vector(state, trues)], lane));
  return {
    kept: s.variable(s.shr(s.sub(record, records), Math.log2(RECORD_BYTES))),
    mass: s.variable(s.toReal(lanes.reduce((a, b) => s.add(a, b)))),
  };
}

function vector({ s }: RankState, local: number): Scalar {
  return s.of(local);
}

/** The next pixels may be another region's, on which another thread is at work. */
function emitZeros({ f, s, weights }: RankState, pixel: Scalar, present: number): void {
  const address = s.variable(s.add(s.of(weights), s.shl(pixel, 2)));
  if (present === 4) {
    f.get(address.local);
    f.get(f.integers(0));
    f.emit("v128.store");
  } else for (let lane = 0; lane < present; lane++) s.store(address, s.int(0), 4 * lane);
}

function emitGroup(
  { f, s }: RankState,
  { entry, isActive, isTrue }: Ranked,
  index: number,
  record: Variable,
): void {
  f.get(isActive);
  f.emit("v128.any_true");
  f.when(() => {
    // The largest comes first; the truth is the lowest bit of the payload.
    const keys = f.vector("v128.andnot", [f.integers(0x7fffffff), entry]);
    const twice = f.vector("i32x4.add", [index, index]);
    const payloads = f.vector("i32x4.sub", [twice, isTrue]);
    const pair = (...lanes: number[]): number =>
      f.vector(
        "i8x16.shuffle",
        [keys, payloads],
        ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)),
      );
    const pairs = [pair(0, 4, 1, 5), pair(2, 6, 3, 7)];
    const bits = s.variable(s.op("i32", "i32x4.bitmask", [s.of(isActive)]));
    for (let lane = 0; lane < 4; lane++) {
      f.get(record.local);
      f.get(pairs[lane >> 1]);
      f.emit("v128.store64_lane", 0, lane & 1);
      record.set(s.add(record, s.shl(s.and(s.shr(bits, lane), 1), Math.log2(RECORD_BYTES))));
    }
  });
}
