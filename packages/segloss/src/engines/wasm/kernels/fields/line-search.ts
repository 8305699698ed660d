import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { type I32, i32, type V128, type Variable } from "../../asm/value.ts";
import { inside, type Line, MARGIN, signs } from "./line.ts";

/** The largest square in 16 bits: what is farther than 181 steps counts as that. */
const MOST = 32767;
const twice = (n: number): number => n * 0x10001;

/**
 * The least of every pixel of a line of whole squares, outward until it is nearer than the next step, eight pixels at a
 * time: 16 bits with the bits turned over inside, so that XOR with a side makes that side's squares positive and the
 * others negative. Squares that do not fit are too far for a search. Sets `beyond` when a least is not within reach.
 */
export function search(f: FunctionBuilder, line: Line, reach: I32, beyond: Variable<"i32">): void {
  shorten(f, line);
  f.for(0, line.size, 8, (x) => searchOutward(f, line, x, reach, beyond));
}

function shorten(f: FunctionBuilder, { squares, part, size }: Line): void {
  const narrow = (a: V128, b: V128): V128 => f.i16x8.narrow_i32x4_s(a, b);
  f.for(0, size, 8, (x) => {
    const at = f.let(squares.add(x.shl(2)));
    const [low, high] = [f.v128.load(at), f.v128.load(at, 16)];
    const whole = (value: V128): V128 => f.i32x4.trunc_sat_f32x4_s(f.f32x4.abs(value));
    const side = narrow(inside(f, low), inside(f, high));
    f.store(part.add(x.shl(1)), f.v128.xor(narrow(whole(low), whole(high)), side));
  });
  const end = f.let(part.add(size.shl(1)));
  for (const [edge, first] of [
    [part, part.sub(2 * MARGIN)],
    [end.sub(2), end],
  ]) {
    const side = sideOf(f, f.i16x8.splat(i32.load16_u(edge)));
    const value = f.v128.xor(f.integers(twice(MOST)), side);
    for (let k = 0; k < MARGIN; k += 8) f.store(first, value, 2 * k);
  }
}

/** 16-bit truths. */
function sideOf(f: FunctionBuilder, value: V128): V128 {
  return f.i16x8.shr_s(value, 15);
}

function searchOutward(
  f: FunctionBuilder,
  { squares, part, result, oneSided }: Line,
  x: I32,
  reach: I32,
  far: Variable<"i32">,
): void {
  const at = f.let(part.add(x.shl(1)));
  const value = f.v128.load(at);
  const own = sideOf(f, value);
  const settled = f.v128.and(own, f.i32x4.splat(oneSided));
  const best = f.v128.andnot(f.v128.xor(value, own), settled);
  const before = f.let(at.sub(2));
  const behind = f.let(at.add(2));
  const limit = f.let(at.add(reach.shl(1)));
  // Squares by their differences: 1, 1 + 3, 1 + 3 + 5, ...
  const across = f.let(f.integers(twice(1)));
  const odd = f.let(f.integers(twice(3)));
  const nothing = f.integers(0);
  const otherwiseZero = (other: V128): V128 => f.i16x8.max_s(f.v128.xor(other, own), nothing);
  f.loop((leaveWhen) => {
    leaveWhen(f.v128.any_true(f.i16x8.gt_s(best, across)).eqz());
    const isBeyond = f.let(behind.gt_u(limit));
    f.set(far, far.or(isBeyond));
    leaveWhen(isBeyond);
    const [left, right] = [before, behind].map((address) => otherwiseZero(f.v128.load(address)));
    const found = f.i16x8.add_sat_s(f.i16x8.min_s(left, right), across);
    f.set(best, f.i16x8.min_s(best, found));
    f.set(across, f.i16x8.add(across, odd));
    f.set(odd, f.i16x8.add(odd, f.integers(twice(2))));
    f.advance(before, -2);
    f.advance(behind, 2);
  });
  for (const [offset, half] of [
    [0, "low"],
    [16, "high"],
  ] as const) {
    const wide = f.i32x4[`extend_${half}_i16x8_u`](best);
    const square = f.f32x4.convert_i32x4_s(wide);
    const sign = f.v128.and(f.v128.load(squares.add(x.shl(2)), offset), signs(f));
    f.store(result.add(x.shl(2)), f.v128.or(square, sign), offset);
  }
}
