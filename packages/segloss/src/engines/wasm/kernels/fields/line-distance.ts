import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { f64, type I32, i32 } from "../../asm/value.ts";
import { inside, type Line, MARGIN, REACH, signs } from "./line.ts";
import { emitRuns } from "./line-runs.ts";
import { searchOutward } from "./line-search.ts";
import { searchWhole } from "./line-search-whole.ts";

/** Mean steps to the nearest pixel along the axes before, from which on envelopes are faster than searches. */
const FAR = 32;
const FAR_WHOLE = 64;

/**
 * One axis more: result(x) = min over u of (u is on the side of x ? squares(u) : 0) + step^2 (x - u)^2.
 *
 * Near the border the least is found by looking outward from four pixels at once. Lines that are far from it, and runs
 * of one side that a search does not cross, get lower envelopes. So time is linear in the pixels.
 */
export function emitLineDistance(f: FunctionBuilder, line: Line): void {
  f.if(
    isFar(f, line),
    () => {
      clear(f, line);
      emitRuns(f, line, i32.const(1));
    },
    () => {
      const beyond = f.local("i32", 0);
      f.if(
        line.whole,
        () => searchWhole(f, line, beyond),
        () => {
          fillMargins(f, line);
          f.for(0, line.size, 4, (x) => searchOutward(f, line, x, beyond));
        },
      );
      // A shorter run has a border within reach, unless it is the whole line.
      const least = f.let(line.size.lt_s(REACH).choose(line.size, REACH));
      f.if(beyond, () => emitRuns(f, line, least));
    },
  );
}

/** Whether the distances known so far are large on the mean; the farthest count as `REACH` steps. */
function isFar(f: FunctionBuilder, { squares, size, scale, oneSided, whole }: Line): I32 {
  const total = f.let(f.splat(0));
  const most = f.f32x4.mul(scale, f.splat(REACH * REACH));
  const settles = f.i32x4.splat(oneSided);
  f.for(0, size, 4, (x) => {
    const value = f.v128.load(squares.add(x.shl(2)));
    const near = f.f32x4.pmin(f.f32x4.abs(value), most);
    const root = f.f32x4.sqrt(near);
    const settled = f.v128.and(inside(f, value), settles);
    f.set(total, f.f32x4.add(total, f.v128.andnot(root, settled)));
  });
  const steps = f.f32x4.div(total, f.f32x4.sqrt(scale));
  const sum = [0, 1, 2, 3]
    .map((lane) => f.let(f64.promote_f32(f.let(f.f32x4.extract_lane(steps, lane)))))
    .reduce((a, b) => f.let(a.add(b)));
  const limit = f.let(whole.choose(f64.const(FAR_WHOLE), FAR));
  return f.let(sum.gt(f64.convert_i32_s(size).mul(limit)));
}

/** Zeros with the signs of the line: what stays of pixels that no envelope is made for. */
function clear(f: FunctionBuilder, { squares, result, size }: Line): void {
  f.for(0, size, 4, (x) => {
    f.store(result.add(x.shl(2)), f.v128.and(f.v128.load(squares.add(x.shl(2))), signs(f)));
  });
}

/** Beyond the ends the side stays that of the last pixel, at no distance that counts. */
function fillMargins(f: FunctionBuilder, { squares, size }: Line): void {
  const infinite = f.splat(Infinity);
  const end = f.let(squares.add(size.shl(2)));
  for (const [edge, first] of [
    [squares, squares.sub(4 * MARGIN)],
    [end.sub(4), end],
  ]) {
    const sign = f.v128.and(f.v128.load32_splat(edge), signs(f));
    const value = f.v128.or(infinite, sign);
    for (let k = 0; k < MARGIN; k += 4) f.store(first, value, 4 * k);
  }
}
