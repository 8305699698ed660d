import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
import { inside, type Line, otherwiseZero, REACH, signs } from "./line.ts";

/** The least of four pixels: outward until it is nearer than the next step. Sets `far` when that is not within reach. */
export function searchOutward(
  c: Code,
  { squares, result, scale, oneSided }: Line,
  x: Local,
  far: Local,
): void {
  const at = c.at(squares, x, 2);
  const value = c.load("v128", at);
  const own = c.vector("v128.and", value, signs(c));
  const settled = c.vector("v128.and", inside(c, value), c.vector("i32x4.splat", oneSided));
  const best = c.variable("v128", c.vector("v128.andnot", c.vector("v128.xor", value, own), settled));
  const before = c.variable("i32", c.i32("sub", at, c.int(4)));
  const behind = c.variable("i32", c.i32("add", at, c.int(4)));
  const limit = c.i32("add", at, c.int(4 * REACH));
  const one = c.f.splat(1);
  const steps = c.variable("v128", one);
  const across = c.variable("v128", scale);
  c.loop((leaveWhen) => {
    leaveWhen(c.i32("eqz", c.test("v128.any_true", c.vector("f32x4.gt", best, across))));
    const beyond = c.test("i32.gt_u", behind, limit);
    c.assign(far, c.i32("or", far, beyond));
    leaveWhen(beyond);
    const left = otherwiseZero(c, c.load("v128", before), own);
    const right = otherwiseZero(c, c.load("v128", behind), own);
    const found = c.vector("f32x4.add", c.vector("f32x4.pmin", left, right), across);
    c.assign(best, c.vector("f32x4.pmin", best, found));
    c.assign(steps, c.vector("f32x4.add", steps, one));
    c.assign(across, c.vector("f32x4.mul", c.vector("f32x4.mul", steps, steps), scale));
    c.f.advance(before, -4);
    c.f.advance(behind, 4);
  });
  c.store("v128", c.at(result, x, 2), c.vector("v128.or", best, own));
}
