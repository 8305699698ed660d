import type { FunctionBuilder } from "../../asm/function-builder.ts";
import type { I32, Variable } from "../../asm/value.ts";
import { inside, type Line, otherwiseZero, REACH, signs } from "./line.ts";

/** The least of four pixels: outward until it is nearer than the next step. Sets `far` when that is not within reach. */
export function searchOutward(
  f: FunctionBuilder,
  { squares, result, scale, oneSided }: Line,
  x: I32,
  far: Variable<"i32">,
): void {
  const at = f.let(squares.add(x.shl(2)));
  const value = f.v128.load(at);
  const own = f.v128.and(value, signs(f));
  const settled = f.v128.and(inside(f, value), f.i32x4.splat(oneSided));
  const best = f.v128.andnot(f.v128.xor(value, own), settled);
  const before = f.let(at.sub(4));
  const behind = f.let(at.add(4));
  const limit = f.let(at.add(4 * REACH));
  const one = f.splat(1);
  const steps = f.let(one);
  const across = f.let(scale);
  f.loop((leaveWhen) => {
    leaveWhen(f.v128.any_true(f.f32x4.gt(best, across)).eqz());
    const beyond = f.let(behind.gt_u(limit));
    f.set(far, far.or(beyond));
    leaveWhen(beyond);
    const left = otherwiseZero(f, f.v128.load(before), own);
    const right = otherwiseZero(f, f.v128.load(behind), own);
    const found = f.f32x4.add(f.f32x4.pmin(left, right), across);
    f.set(best, f.f32x4.pmin(best, found));
    f.set(steps, f.f32x4.add(steps, one));
    f.set(across, f.f32x4.mul(f.f32x4.mul(steps, steps), scale));
    f.advance(before, -4);
    f.advance(behind, 4);
  });
  f.store(result.add(x.shl(2)), f.v128.or(best, own));
}
