import { type I32, i32, type V128 } from "../../asm/value.ts";
import type { RankState } from "./rank-state.ts";

/** Pixels as a ranking sees them, in lanes. */
export interface Ranked {
  /**
   * The key of a pixel, an integer that rises with the error, 0 or less for a pixel without one, above it at most
   * 2^31 - 1; of a pixel with an error also the truth, as the sign bit.
   */
  readonly entry: V128;
  /** Conditions. */
  readonly isActive: V128;
  readonly isTrue: V128;
}

/** Margins below 2^-64 in size count as 0: 1 + m is 1 even in float64. */
const SMALLEST = 63 << 23;
const SIGN = -2147483648;
const SIZE = 0x7fffffff;

/** Four pixels of the region from an index on, or one pixel in lane 0. */
export function emitRanked(state: RankState, pixel: I32, lanes: 1 | 4): Ranked {
  const { f, job } = state;
  const address = addressOf(state, "source", pixel, 2);
  const value = lanes === 4 ? f.v128.load(address) : f.v128.load32_zero(address);
  if (job.ranking.order === "error") return emitSigned(state, value);
  const { isTrue, isValid } = emitTruth(state, value, pixel, lanes);
  const sign = f.v128.and(isTrue, f.integers(SIGN));
  const key = emitMarginKey(state, f.v128.xor(value, sign));
  const isAbove = f.i32x4.gt_s(key, f.integers(0));
  return {
    entry: f.v128.or(key, sign),
    isActive: isValid === null ? isAbove : f.v128.and(isAbove, isValid),
    isTrue,
  };
}

/** Errors with the truth as their sign bit. */
function emitSigned(state: RankState, value: V128): Ranked {
  const { f } = state;
  const key = f.v128.and(value, f.integers(SIZE));
  const isActive = f.i32x4.gt_s(key, f.integers(0));
  const isTrue = f.i32x4.shr_s(value, f.local("i32", 31));
  if (!state.leavesOut) return { entry: value, isActive, isTrue };
  const isValid = f.f32x4.eq(value, value);
  const only = (condition: V128): V128 => f.v128.and(condition, isValid);
  return { entry: value, isActive: only(isActive), isTrue: only(isTrue) };
}

function addressOf(state: RankState, plane: "source" | "labels" | "mask", pixel: I32, shift: number): I32 {
  const { f } = state;
  const base = state[plane] as I32;
  return f.let(base.add(shift === 0 ? pixel : pixel.shl(shift)));
}

/** The first lanes alone. */
export function within({ f }: RankState, ranked: Ranked, present: number): Ranked {
  if (present === 4) return ranked;
  const lanes = f.integers(...[0, 1, 2, 3].map((lane) => (lane < present ? -1 : 0)));
  const only = (condition: V128): V128 => f.v128.and(condition, lanes);
  return { ...ranked, isActive: only(ranked.isActive), isTrue: only(ranked.isTrue) };
}

/** Whether sixteen pixels can be looked at together, most of which have no error after some training. */
export function canRankSixteen({ job, setting, labelBytes, leavesOut, pixels }: RankState): boolean {
  const isPlain = setting.channels === 1 && labelBytes === 1 && !leavesOut && pixels % 16 === 0;
  return job.ranking.order === "hinge" && isPlain;
}

/**
 * Sixteen pixels by hinge errors: which are true, as bytes, and each four of them when they are asked for, so that what
 * is done with four can stand before the next are loaded.
 */
export function emitSixteen(
  state: RankState,
  pixel: I32,
): { readonly isTrue: V128; four(k: number): { isActive(): V128; entry(): V128 } } {
  const { f } = state;
  const bytes = f.v128.load(addressOf(state, "labels", pixel, 0));
  const isTrue = f.i8x16.eq(bytes, f.integers(0x01010101));
  const signs = f.v128.and(isTrue, f.integers(0x80808080 | 0));
  const source = addressOf(state, "source", pixel, 2);
  return {
    isTrue,
    four: (k) => {
      // Byte 4k + i becomes the highest of lane i, all others 0.
      const highest = [0, 1, 2, 3].map((i) => ((4 * k + i) << 24) | 0xffffff);
      const sign = f.i8x16.swizzle(signs, f.integers(...highest));
      const margin = f.v128.xor(f.v128.load(source, 16 * k), sign);
      return {
        isActive: () => f.f32x4.gt(margin, f.splat(-1)),
        entry: () => f.v128.or(emitMarginKey(state, margin), sign),
      };
    },
  };
}

/**
 * Bits of the margin as an integer in order, with 1 where the pixel has the least error above 0: of hinge errors, the
 * margin above -1; else all margins, up to 2^64 in size.
 */
function emitMarginKey({ f, job }: RankState, margin: V128): V128 {
  const bits = f.v128.and(margin, f.integers(SIZE));
  const size = f.i32x4.max_s(f.i32x4.sub(bits, f.integers(SMALLEST)), f.integers(0));
  const isHinge = job.ranking.order === "hinge";
  const capped = isHinge ? size : f.i32x4.min_s(size, f.integers((1 << 30) - 1));
  const isNegative = f.i32x4.shr_s(margin, f.local("i32", 31));
  const signed = f.i32x4.sub(f.v128.xor(capped, isNegative), isNegative);
  return f.i32x4.add(signed, f.integers(isHinge ? 1 << 29 : 1 << 30));
}

/** The truth; whether pixels count, null when all do. */
function emitTruth(
  state: RankState,
  value: V128,
  pixel: I32,
  lanes: 1 | 4,
): { isTrue: V128; isValid: V128 | null } {
  const { f, setting } = state;
  const label = emitLabels(state, pixel, lanes);
  const wanted = setting.channels === 1 ? f.integers(1) : f.i32x4.splat(state.classIndex);
  const equal = f.i32x4.eq(label, wanted);
  const conditions = emitConditions(state, value, label, pixel, lanes);
  if (conditions.length === 0) return { isTrue: equal, isValid: null };
  const isValid = conditions.reduce((a, b) => f.v128.and(a, b));
  return { isTrue: f.v128.and(equal, isValid), isValid };
}

function emitConditions(state: RankState, value: V128, label: V128, pixel: I32, lanes: 1 | 4): V128[] {
  const { f, setting } = state;
  if (setting.channels > 1) return state.leavesOut ? [f.f32x4.eq(value, value)] : [];
  const conditions = setting.ignore.map((n) => f.i32x4.ne(label, f.integers(n)));
  if (setting.masked) {
    const mask = emitBytes(state, "mask", pixel, lanes);
    conditions.push(f.i32x4.ne(mask, f.integers(0)));
  }
  return conditions;
}

function emitLabels(state: RankState, pixel: I32, lanes: 1 | 4): V128 {
  const { f } = state;
  if (state.labelBytes === 1) return emitBytes(state, "labels", pixel, lanes);
  const isShort = state.labelBytes === 2;
  const address = addressOf(state, "labels", pixel, isShort ? 1 : 2);
  if (lanes === 4) return isShort ? f.v128.load16x4_u(address) : f.v128.load(address);
  return f.i32x4.splat(f.let(isShort ? i32.load16_u(address) : i32.load(address)));
}

function emitBytes(state: RankState, plane: "labels" | "mask", pixel: I32, lanes: 1 | 4): V128 {
  const { f } = state;
  const address = addressOf(state, plane, pixel, 0);
  if (lanes === 4) return f.i32x4.extend_low_i16x8_u(f.v128.load8x8_u(address));
  return f.i32x4.splat(f.let(i32.load8_u(address)));
}
