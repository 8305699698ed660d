import type { RankState } from "../rank-state.ts";
import type { Scalar, Variable } from "../scalars.ts";
import { RECORD_BYTES } from "./emit-sort.ts";

/** How many pixels are ranked; the sum of weight times truth over all pixels. */
export interface Collected {
  readonly kept: Variable;
  readonly mass: Variable;
}

/** Records of the pixels that take part, by any value, weights and truth. All weights by rank become 0. */
export function emitCollectValues(state: RankState, records: Scalar): Collected {
  const { s, job, pixels } = state;
  const record = s.variable(records);
  const mass = s.variable(s.real(0));
  s.each(0, pixels, (index) => {
    const place = s.variable(s.add(s.of(state.source), s.shl(index, 2)));
    const value = s.variable(s.loadFloat(place));
    const bits = s.variable(s.load(place));
    const truth = emitTruth(state, index);
    const weight = state.pixelWeight === null ? null : pixelValue(state, state.pixelWeight, index);
    if (truth !== null)
      mass.set(s.add(mass, weight === null ? realOf(state, truth) : s.mul(realOf(state, truth), weight)));
    s.store(place, s.int(0));
    const conditions = [
      ...(job.dropZeros ? [s.less(s.real(0), value)] : []),
      ...(weight === null ? [] : [s.less(s.real(0), weight)]),
    ];
    s.when(
      conditions.reduce((a, b) => s.and(a, b), s.int(1)),
      () => {
        s.store(record, keyOf(state, bits));
        const payload = truth === null || truth.type === "f64" ? index : s.or(s.shl(index, 1), truth);
        s.store(record, payload, 4);
        record.set(s.add(record, RECORD_BYTES));
      },
    );
  });
  return { kept: s.variable(s.shr(s.sub(record, records), Math.log2(RECORD_BYTES))), mass };
}

/** 0 or 1 as an integer for class indices, float64 for soft targets, null where no truth is needed. */
function emitTruth(state: RankState, index: Scalar): Variable | null {
  const { s, labelBytes } = state;
  if (state.truth !== null) return pixelValue(state, state.truth, index);
  if (state.labels === null) return null;
  const address = s.add(s.of(state.labels), s.shl(index, Math.log2(labelBytes)));
  const name = labelBytes === 4 ? "i32.load" : labelBytes === 2 ? "i32.load16_u" : "i32.load8_u";
  const label = s.op("i32", name, [address], 0);
  const wanted = state.setting.channels === 1 ? s.int(1) : s.of(state.classIndex);
  return s.variable(s.op("i32", "i32.eq", [label, wanted]));
}

function pixelValue({ s }: RankState, plane: number, index: Scalar): Variable {
  return s.variable(s.loadFloat(s.add(s.of(plane), s.shl(index, 2))));
}

function realOf({ s }: RankState, truth: Scalar): Scalar {
  return truth.type === "f64" ? truth : s.toReal(truth);
}

/** Bits of a float as an unsigned integer that falls where the float rises. */
export function keyOf({ s }: RankState, bits: Scalar): Scalar {
  // All bits of a negative float turn, of others the sign; then all, for the largest first.
  const isNegative = s.op("i32", "i32.shr_s", [bits, s.int(31)]);
  return s.xor(s.xor(bits, s.or(isNegative, -2147483648)), -1);
}
