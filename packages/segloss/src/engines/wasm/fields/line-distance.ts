import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
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
export function emitLineDistance(c: Code, line: Line): void {
  c.when(
    isFar(c, line),
    () => {
      clear(c, line);
      emitRuns(c, line, c.int(1));
    },
    () => {
      const beyond = c.variable("i32", c.int(0));
      c.when(
        line.whole,
        () => searchWhole(c, line, beyond),
        () => {
          fillMargins(c, line);
          c.each(c.int(0), line.size, 4, (x) => searchOutward(c, line, x, beyond));
        },
      );
      // A shorter run has a border within reach, unless it is the whole line.
      const reach = c.int(REACH);
      const least = c.select("i32", line.size, reach, c.test("i32.lt_s", line.size, reach));
      c.when(beyond, () => emitRuns(c, line, least));
    },
  );
}

/** Whether the distances known so far are large on the mean; the farthest count as `REACH` steps. */
function isFar(c: Code, { squares, size, scale, oneSided, whole }: Line): Local {
  const total = c.variable("v128", c.f.splat(0));
  const most = c.vector("f32x4.mul", scale, c.f.splat(REACH * REACH));
  const settles = c.vector("i32x4.splat", oneSided);
  c.each(c.int(0), size, 4, (x) => {
    const value = c.load("v128", c.at(squares, x, 2));
    const near = c.vector("f32x4.pmin", c.vector("f32x4.abs", value), most);
    const root = c.vector("f32x4.sqrt", near);
    const settled = c.vector("v128.and", inside(c, value), settles);
    c.assign(total, c.vector("f32x4.add", total, c.vector("v128.andnot", root, settled)));
  });
  const steps = c.vector("f32x4.div", total, c.vector("f32x4.sqrt", scale));
  const sum = [0, 1, 2, 3]
    .map((lane) => c.f64("promote_f32", c.f.value("f32", "f32x4.extract_lane", [steps], lane)))
    .reduce((a, b) => c.f64("add", a, b));
  const limit = c.select("f64", c.real(FAR_WHOLE), c.real(FAR), whole);
  return c.test("f64.gt", sum, c.f64("mul", c.f64("convert_i32_s", size), limit));
}

/** Zeros with the signs of the line: what stays of pixels that no envelope is made for. */
function clear(c: Code, { squares, result, size }: Line): void {
  c.each(c.int(0), size, 4, (x) => {
    c.store("v128", c.at(result, x, 2), c.vector("v128.and", c.load("v128", c.at(squares, x, 2)), signs(c)));
  });
}

/** Beyond the ends the side stays that of the last pixel, at no distance that counts. */
function fillMargins(c: Code, { squares, size }: Line): void {
  const infinite = c.f.splat(Infinity);
  const end = c.at(squares, size, 2);
  for (const [edge, first] of [
    [squares, c.i32("sub", squares, c.int(4 * MARGIN))],
    [c.i32("sub", end, c.int(4)), end],
  ]) {
    const sign = c.vector("v128.and", c.vector("v128.load32_splat", edge), signs(c));
    const value = c.vector("v128.or", infinite, sign);
    for (let k = 0; k < MARGIN; k += 4) c.store("v128", first, value, 4 * k);
  }
}
