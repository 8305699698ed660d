import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { f64, type I32 } from "../../asm/value.ts";
import { floatSum } from "../lane-sums.ts";
import { inside, type Line, REACH, signs } from "./line.ts";
import { emitRuns } from "./line-runs.ts";
import { search } from "./line-search.ts";

/** Mean steps to the nearest pixel along the axes before, from which on envelopes are faster than searches. */
const FAR = 40;

/**
 * One axis more: result(x) = min over u of (u is on the side of x ? squares(u) : 0) + step^2 (x - u)^2.
 *
 * Near the border the least is found by looking outward from eight pixels at once, if squares are whole. Lines that are
 * far from it, and runs of one side that a search does not cross, get lower envelopes. So time is linear in the pixels.
 */
export function emitLineDistance(f: FunctionBuilder, line: Line): void {
  const reach = f.let(line.size.lt_s(REACH).choose(line.size, REACH));
  const near = f.local("i32", 0);
  f.if(line.whole, () => f.set(near, isNear(f, line, reach)));
  const least = f.local("i32", 1);
  const beyond = f.local("i32", 1);
  f.if(
    near,
    () => {
      f.set(beyond, 0);
      search(f, line, reach, beyond);
      // A shorter run has a border within reach.
      f.set(least, reach);
    },
    () => clear(f, line),
  );
  f.if(beyond, () => emitRuns(f, line, least));
}

/** Whether the distances known so far are small on the mean; the farthest count as steps within reach. */
function isNear(f: FunctionBuilder, { squares, size, oneSided }: Line, reach: I32): I32 {
  const total = f.let(f.splat(0));
  const most = f.f32x4.convert_i32x4_s(f.i32x4.splat(reach.mul(reach)));
  const settles = f.i32x4.splat(oneSided);
  f.for(0, size, 4, (x) => {
    const value = f.v128.load(squares.add(x.shl(2)));
    const root = f.f32x4.sqrt(f.f32x4.pmin(f.f32x4.abs(value), most));
    const settled = f.v128.and(inside(f, value), settles);
    f.set(total, f.f32x4.add(total, f.v128.andnot(root, settled)));
  });
  return floatSum(f, total).le(f64.convert_i32_s(size).mul(FAR));
}

/** Zeros with the signs of the line: what stays of pixels that no envelope is made for. */
function clear(f: FunctionBuilder, { squares, result, size }: Line): void {
  f.for(0, size, 4, (x) => {
    f.store(result.add(x.shl(2)), f.v128.and(f.v128.load(squares.add(x.shl(2))), signs(f)));
  });
}
