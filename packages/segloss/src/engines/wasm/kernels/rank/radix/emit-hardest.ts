import type { FunctionBuilder } from "../../../asm/function-builder.ts";
import { type F64, f32, f64, type I32, i32, type Variable } from "../../../asm/value.ts";
import { loadFloat, smaller } from "../expressions.ts";
import { type RankSetting, type RankState, rankFunction } from "../rank-state.ts";
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
  const state = rankFunction(of, { memory: "i32", share: "f64" });
  const { f } = state;
  const { memory, share } = state.parameters;
  const limit: Limit = { key: f.local("i32", 0), mask: f.local("i32", 0), left: f.local("i32", 0) };
  for (const shift of [2 * DIGIT_BITS, DIGIT_BITS, 0]) emitDigit(state, limit, shift, { memory, share });
  emitMarks(state, limit, share);
  return f;
}

/** What is known of the key of the last pixel that is chosen: its bits under a mask, and how many with them are chosen. */
interface Limit {
  readonly key: Variable<"i32">;
  readonly mask: Variable<"i32">;
  readonly left: Variable<"i32">;
}

/** One digit more of the limit. */
function emitDigit(
  state: RankState,
  { key, mask, left }: Limit,
  shift: number,
  { memory, share }: { readonly memory: I32; readonly share: F64 },
): void {
  const { f, pixels } = state;
  f.memory.fill(memory, 0, HARDEST_BYTES);
  const total = f.local("i32", 0);
  f.for(0, pixels, 1, (index) => {
    const own = f.let(emitKey(state, index));
    const isWithin = own.and(mask).eq(key);
    f.if(takesPart(state, index).and(isWithin), () => {
      const digit = own.shr_u(shift).and(DIGIT_VALUES - 1);
      const counter = f.let(memory.add(digit.shl(2)));
      f.store(counter, i32.load(counter).add(1));
      f.set(total, total.add(1));
    });
  });
  if (shift === 2 * DIGIT_BITS) f.set(left, emitChosen(state, total, share));
  const digit = f.local("i32", 0);
  const count = f.local("i32", 0);
  f.repeat(() => {
    f.set(count, i32.load(memory.add(digit.shl(2))));
    const isBelow = f.let(count.lt_u(left));
    f.if(isBelow, () => {
      f.set(left, left.sub(count));
      f.set(digit, digit.add(1));
    });
    return isBelow;
  });
  f.set(key, key.or(digit.shl(shift)));
  f.set(mask, mask.or((DIGIT_VALUES - 1) << shift));
}

function emitChosen({ f }: RankState, kept: I32, share: F64): I32 {
  const exact = f64
    .convert_i32_u(kept)
    .mul(share)
    .mul(1 + 1e-12);
  const whole = f.let(i32.trunc_sat_f64_u(exact));
  return smaller(f.let(whole.choose(whole, 1)), kept);
}

/** 1 for pixels with a smaller key than the limit (a larger error), and for the first with its key. */
function emitMarks(state: RankState, { key, left }: Limit, share: F64): void {
  const { f, pixels, job } = state;
  const mayBeNaN = job.share !== null && "coefficients" in job.share;
  const isNumber = share.eq(share);
  const mark = mayBeNaN ? f.let(isNumber.choose(f64.const(1), share)) : null;
  f.for(0, pixels, 1, (index) => {
    const own = f.let(emitKey(state, index));
    const counts = f.let(takesPart(state, index));
    const isEqual = counts.and(own.eq(key));
    const isFirst = f.let(isEqual.and(i32.const(0).lt_u(left)));
    f.set(left, left.sub(isFirst));
    const isChosen = counts.and(own.lt_u(key)).or(isFirst);
    const weight = mark ? f64.convert_i32_u(isChosen).mul(mark) : f64.convert_i32_u(isChosen);
    f.f32.store(state.weights.add(index.shl(2)), f32.demote_f64(weight));
  });
}

/** The error's bits as an unsigned integer that falls where the error rises. */
function emitKey(state: RankState, index: I32): I32 {
  const { f } = state;
  return keyOf(f.let(i32.load(state.source.add(index.shl(2)))));
}

/** Whether a pixel has a weight. */
function takesPart({ f, pixelWeight }: RankState, index: I32): I32 {
  if (pixelWeight === null) return i32.const(1);
  return f64.const(0).lt(f.let(loadFloat(pixelWeight.add(index.shl(2)))));
}
