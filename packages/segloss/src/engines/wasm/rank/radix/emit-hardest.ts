import type { FunctionBuilder } from "../../encoder/function-builder.ts";
import { type RankSetting, type RankState, rankFunction } from "../rank-state.ts";
import type { Scalar, Variable } from "../scalars.ts";
import { keyOf } from "./emit-collect-values.ts";
import { DIGIT_BITS, DIGIT_BYTES, DIGIT_VALUES } from "./emit-sort.ts";

/** Bytes of counters that a thread needs. */
export const HARDEST_BYTES: number = DIGIT_BYTES;

/**
 * The largest errors of a region and class get 1, all others 0: floor(share n) of the n pixels with a weight, but one at
 * least, in which 0.29 * 100 is 29 although the floats give less; of equal errors the first. Radix selection: the pixels
 * are counted by the highest 11 bits of their keys, those of the digit in which the limit lies by the next 11, and
 * again. Nothing is sorted or moved. A share that is no number, which only one made of sums can be, is not hidden: all get
 * NaN. Parameters: first pixel, class, address of `HARDEST_BYTES`, share.
 */
export function emitHardest(of: RankSetting): FunctionBuilder {
  const state = rankFunction(of, ["i32", "f64"]);
  const { f, s } = state;
  const limit: Limit = { key: s.variable(s.int(0)), mask: s.variable(s.int(0)), left: s.variable(s.int(0)) };
  for (const shift of [2 * DIGIT_BITS, DIGIT_BITS, 0]) emitDigit(state, limit, shift);
  emitMarks(state, limit);
  return f;
}

/** What is known of the key of the last pixel that is chosen: its bits under a mask, and how many with them are chosen. */
interface Limit {
  readonly key: Variable;
  readonly mask: Variable;
  readonly left: Variable;
}

/** One digit more of the limit. */
function emitDigit(state: RankState, { key, mask, left }: Limit, shift: number): void {
  const { s, pixels } = state;
  const counters = state.parameter(0);
  for (const x of [counters, s.int(0), s.int(HARDEST_BYTES)]) x.push();
  s.f.emit("memory.fill");
  const total = s.variable(s.int(0));
  s.each(0, pixels, (index) => {
    const own = s.variable(emitKey(state, index));
    const isWithin = s.op("i32", "i32.eq", [s.and(own, mask), key]);
    s.when(s.and(takesPart(state, index), isWithin), () => {
      const digit = s.and(s.shr(own, shift), DIGIT_VALUES - 1);
      const counter = s.variable(s.add(counters, s.shl(digit, 2)));
      s.store(counter, s.add(s.load(counter), 1));
      total.set(s.add(total, 1));
    });
  });
  if (shift === 2 * DIGIT_BITS) left.set(emitChosen(state, total));
  const digit = s.variable(s.int(0));
  const count = s.variable(s.int(0));
  s.repeat(() => {
    count.set(s.load(s.add(counters, s.shl(digit, 2))));
    const isBelow = s.variable(s.less(count, left));
    s.when(isBelow, () => {
      left.set(s.sub(left, count));
      digit.set(s.add(digit, 1));
    });
    return isBelow;
  });
  key.set(s.or(key, s.shl(digit, shift)));
  mask.set(s.or(mask, (DIGIT_VALUES - 1) << shift));
}

function emitChosen(state: RankState, kept: Scalar): Scalar {
  const { s } = state;
  const exact = s.mul(s.mul(s.toReal(kept), state.parameter(1, "f64")), s.real(1 + 1e-12));
  const whole = s.variable(s.op("i32", "i32.trunc_sat_f64_u", [exact]));
  return s.smaller(s.variable(s.choose(whole, whole, s.int(1))), kept);
}

/** 1 for pixels with a smaller key than the limit (a larger error), and for the first with its key. */
function emitMarks(state: RankState, { key, left }: Limit): void {
  const { s, pixels, job } = state;
  const share = state.parameter(1, "f64");
  const mayBeNaN = job.share !== null && "coefficients" in job.share;
  const isNumber = s.op("i32", "f64.eq", [share, share]);
  const mark = mayBeNaN ? s.variable(s.choose(isNumber, s.real(1), share)) : null;
  s.each(0, pixels, (index) => {
    const own = s.variable(emitKey(state, index));
    const counts = s.variable(takesPart(state, index));
    const isEqual = s.and(counts, s.op("i32", "i32.eq", [own, key]));
    const isFirst = s.variable(s.and(isEqual, s.less(s.int(0), left)));
    left.set(s.sub(left, isFirst));
    const isChosen = s.or(s.and(counts, s.less(own, key)), isFirst);
    const weight = mark ? s.mul(s.toReal(isChosen), mark) : s.toReal(isChosen);
    s.storeFloat(s.add(s.of(state.weights), s.shl(index, 2)), weight);
  });
}

/** The error's bits as an unsigned integer that falls where the error rises. */
function emitKey(state: RankState, index: Scalar): Scalar {
  const { s } = state;
  return keyOf(state, s.variable(s.load(s.add(s.of(state.source), s.shl(index, 2)))));
}

/** Whether a pixel has a weight. */
function takesPart({ s, pixelWeight }: RankState, index: Scalar): Scalar {
  if (pixelWeight === null) return s.int(1);
  return s.less(s.real(0), s.variable(s.loadFloat(s.add(s.of(pixelWeight), s.shl(index, 2)))));
}
