import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
import { eachSegment, emitEnvelope, writeHeights } from "./envelope.ts";
import { type Line, otherwiseZero, signs } from "./line.ts";
import { collectSites, fillBeside } from "./sites.ts";

/** Lower envelopes of the runs of one side that have `least` pixels or more. */
export function emitRuns(c: Code, line: Line, least: Local): void {
  const { squares, size } = line;
  const from = c.variable("i32", c.int(0));
  c.loop((leaveWhen) => {
    leaveWhen(c.test("i32.ge_s", from, size));
    const side = signAt(c, squares, from);
    const end = c.variable("i32", c.i32("add", from, c.int(1)));
    c.loop((leave) => {
      leave(c.test("i32.ge_s", end, size));
      leave(c.test("i32.ne", signAt(c, squares, end), side));
      c.f.advance(end, 1);
    });
    const short = c.test("i32.lt_s", c.i32("sub", end, from), least);
    c.when(c.i32("eqz", c.i32("or", short, c.i32("and", side, line.oneSided))), () =>
      emitRun(c, line, side, from, end),
    );
    c.assign(from, end);
  });
  giveSigns(c, line);
}

/** The signs of the line to the result, of which envelopes leave none. */
function giveSigns(c: Code, { squares, result, size }: Line): void {
  c.each(c.int(0), size, 4, (x) => {
    const at = c.at(result, x, 2);
    const own = c.vector("v128.and", c.load("v128", c.at(squares, x, 2)), signs(c));
    c.store("v128", at, c.vector("v128.or", own, c.load("v128", at)));
  });
}

/** 1 inside, else 0. */
function signAt(c: Code, squares: Local, x: Local): Local {
  return c.i32("shr_u", c.load("i32", c.at(squares, x, 2)), c.int(31));
}

/** The run and the pixel at either side of it, which is at 0. */
function emitRun(c: Code, line: Line, side: Local, from: Local, end: Local): void {
  const { squares, result, size, part, place } = line;
  const zero = c.int(0);
  const one = c.int(1);
  const left = c.select("i32", c.i32("sub", from, one), zero, c.test("i32.gt_s", from, zero));
  const right = c.select("i32", end, c.i32("sub", end, one), c.test("i32.lt_s", end, size));
  const own = c.vector("i32x4.splat", c.i32("shl", side, c.int(31)));
  const last = c.i32("add", right, one);
  c.each(left, last, 4, (x) => {
    const value = c.load("v128", c.at(squares, x, 2));
    c.store("v128", c.at(part, x, 2), otherwiseZero(c, value, own));
  });
  fillBeside(c, part, left, last);
  const top = emitEnvelope(c, collectSites(c, { line: part, left, right }, place), place);
  const behind = c.at(result, end, 2);
  const kept = c.load("v128", behind);
  c.when(c.test("i32.eq", top, place.base), () =>
    c.each(from, end, 4, (x) => c.store("v128", c.at(result, x, 2), c.f.splat(Infinity))),
  );
  eachSegment(c, place, top, [from, end], (segment) => {
    writeHeights(c, segment, place.scale, part, result);
  });
  c.store("v128", behind, kept);
}
