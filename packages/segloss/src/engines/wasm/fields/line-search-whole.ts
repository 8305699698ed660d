import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
import { inside, type Line, MARGIN, REACH, signs } from "./line.ts";

/** The largest square in 16 bits: what is farther than 181 steps counts as that. */
const MOST = 32767;
const twice = (n: number): number => n * 0x10001;

/**
 * The search of whole squares, eight pixels at a time: 16 bits with the bits turned over inside, so that XOR with a
 * side makes that side's squares positive and the others negative. Squares that do not fit are too far for a search.
 */
export function searchWhole(c: Code, line: Line, beyond: Local): void {
  shorten(c, line);
  c.each(c.int(0), line.size, 8, (x) => searchOutward(c, line, x, beyond));
}

function shorten(c: Code, { squares, part, size }: Line): void {
  const narrow = (a: Local, b: Local): Local => c.vector("i16x8.narrow_i32x4_s", a, b);
  c.each(c.int(0), size, 8, (x) => {
    const at = c.at(squares, x, 2);
    const [low, high] = [c.load("v128", at), c.load("v128", at, 16)];
    const whole = (value: Local): Local => c.vector("i32x4.trunc_sat_f32x4_s", c.vector("f32x4.abs", value));
    const side = narrow(inside(c, low), inside(c, high));
    c.store("v128", c.at(part, x, 1), c.vector("v128.xor", narrow(whole(low), whole(high)), side));
  });
  const end = c.at(part, size, 1);
  for (const [edge, first] of [
    [part, c.i32("sub", part, c.int(2 * MARGIN))],
    [c.i32("sub", end, c.int(2)), end],
  ]) {
    const side = sideOf(c, c.vector("i16x8.splat", c.load("u16", edge)));
    const value = c.vector("v128.xor", c.f.integers(twice(MOST)), side);
    for (let k = 0; k < MARGIN; k += 8) c.store("v128", first, value, 2 * k);
  }
}

/** 16-bit truths. */
function sideOf(c: Code, value: Local): Local {
  c.f.get(value);
  c.f.push(15);
  c.f.emit("i16x8.shr_s");
  const side = c.f.local("v128");
  c.f.set(side);
  return side;
}

function searchOutward(c: Code, { squares, part, result, oneSided }: Line, x: Local, far: Local): void {
  const at = c.at(part, x, 1);
  const value = c.load("v128", at);
  const own = sideOf(c, value);
  const settled = c.vector("v128.and", own, c.vector("i32x4.splat", oneSided));
  const best = c.variable("v128", c.vector("v128.andnot", c.vector("v128.xor", value, own), settled));
  const before = c.variable("i32", c.i32("sub", at, c.int(2)));
  const behind = c.variable("i32", c.i32("add", at, c.int(2)));
  const limit = c.i32("add", at, c.int(2 * REACH));
  // Squares by their differences: 1, 1 + 3, 1 + 3 + 5, ...
  const across = c.variable("v128", c.f.integers(twice(1)));
  const odd = c.variable("v128", c.f.integers(twice(3)));
  const nothing = c.f.integers(0);
  const otherwiseZero = (other: Local): Local =>
    c.vector("i16x8.max_s", c.vector("v128.xor", other, own), nothing);
  c.loop((leaveWhen) => {
    leaveWhen(c.i32("eqz", c.test("v128.any_true", c.vector("i16x8.gt_s", best, across))));
    const isBeyond = c.test("i32.gt_u", behind, limit);
    c.assign(far, c.i32("or", far, isBeyond));
    leaveWhen(isBeyond);
    const [left, right] = [before, behind].map((address) => otherwiseZero(c.load("v128", address)));
    const found = c.vector("i16x8.add_sat_s", c.vector("i16x8.min_s", left, right), across);
    c.assign(best, c.vector("i16x8.min_s", best, found));
    c.assign(across, c.vector("i16x8.add", across, odd));
    c.assign(odd, c.vector("i16x8.add", odd, c.f.integers(twice(2))));
    c.f.advance(before, -2);
    c.f.advance(behind, 2);
  });
  for (const [offset, half] of [
    [0, "low"],
    [16, "high"],
  ] as const) {
    const wide = c.vector(`i32x4.extend_${half}_i16x8_u`, best);
    const square = c.vector("f32x4.convert_i32x4_s", wide);
    const sign = c.vector("v128.and", c.load("v128", c.at(squares, x, 2), offset), signs(c));
    c.store("v128", c.at(result, x, 2), c.vector("v128.or", square, sign), offset);
  }
}
