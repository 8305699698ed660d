import { type F64, f64, type I32, i32, type Variable } from "../../../asm/value.ts";
import { loadFloat } from "../expressions.ts";
import type { RankState } from "../rank-state.ts";
import { RECORD_BYTES } from "./emit-sort.ts";

/** How many pixels are ranked; the sum of weight times truth over all pixels. */
export interface Collected {
  readonly kept: Variable<"i32">;
  readonly mass: Variable<"f64">;
}

/** Records of the pixels that take part, by any value, weights and truth. All weights by rank become 0. */
export function emitCollectValues(state: RankState, records: I32): Collected {
  const { f, job, pixels } = state;
  const record = f.let(records);
  const mass = f.local("f64", 0);
  f.for(0, pixels, 1, (index) => {
    const place = f.let(state.source.add(index.shl(2)));
    const value = f.let(loadFloat(place));
    const bits = f.let(i32.load(place));
    const truth = emitTruth(state, index);
    const weight = state.pixelWeight === null ? null : pixelValue(state, state.pixelWeight, index);
    if (truth !== null) f.set(mass, mass.add(weight === null ? realOf(truth) : realOf(truth).mul(weight)));
    f.i32.store(place, 0);
    const conditions = [
      ...(job.dropZeros ? [f64.const(0).lt(value)] : []),
      ...(weight === null ? [] : [f64.const(0).lt(weight)]),
    ];
    f.if(
      conditions.reduce((a, b) => a.and(b), i32.const(1)),
      () => {
        f.store(record, keyOf(bits));
        const payload = truth === null || truth.type === "f64" ? index : index.shl(1).or(truth);
        f.store(record, payload, 4);
        f.set(record, record.add(RECORD_BYTES));
      },
    );
  });
  return { kept: f.let(record.sub(records).shr_u(Math.log2(RECORD_BYTES))), mass };
}

/** 0 or 1 as an integer for class indices, float64 for soft targets, null where no truth is needed. */
function emitTruth(state: RankState, index: I32): I32 | F64 | null {
  const { f, labelBytes } = state;
  if (state.truth !== null) return pixelValue(state, state.truth, index);
  if (state.labels === null) return null;
  const address = state.labels.add(index.shl(Math.log2(labelBytes)));
  const load = { 1: i32.load8_u, 2: i32.load16_u, 4: i32.load }[labelBytes];
  const label = load(address);
  const wanted = state.setting.channels === 1 ? i32.const(1) : state.classIndex;
  return f.let(label.eq(wanted));
}

function pixelValue({ f }: RankState, plane: I32, index: I32): F64 {
  return f.let(loadFloat(plane.add(index.shl(2))));
}

function realOf(truth: I32 | F64): F64 {
  return truth.type === "f64" ? truth : f64.convert_i32_u(truth);
}

/** Bits of a float as an unsigned integer that falls where the float rises. */
export function keyOf(bits: I32): I32 {
  // All bits of a negative float turn, of others the sign; then all, for the largest first.
  const isNegative = bits.shr_s(31);
  return bits.xor(isNegative.or(-2147483648)).xor(-1);
}
