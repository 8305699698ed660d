import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { type I32, i32 } from "../../asm/value.ts";
import { eachSegment, emitEnvelope, writeHeights } from "./envelope.ts";
import { type Line, otherwiseZero, signs } from "./line.ts";
import { collectSites, fillBeside } from "./sites.ts";

/** Lower envelopes of the runs of one side that have `least` pixels or more. */
export function emitRuns(f: FunctionBuilder, line: Line, least: I32): void {
  const { squares, size } = line;
  const from = f.local("i32", 0);
  f.loop((leaveWhen) => {
    leaveWhen(from.ge_s(size));
    const side = signAt(f, squares, from);
    const end = f.let(from.add(1));
    f.loop((leave) => {
      leave(end.ge_s(size));
      leave(signAt(f, squares, end).ne(side));
      f.advance(end, 1);
    });
    const short = f.let(end.sub(from).lt_s(least));
    f.if(short.or(side.and(line.oneSided)).eqz(), () => emitRun(f, line, side, from, end));
    f.set(from, end);
  });
  giveSigns(f, line);
}

/** The signs of the line to the result, of which envelopes leave none. */
function giveSigns(f: FunctionBuilder, { squares, result, size }: Line): void {
  f.for(0, size, 4, (x) => {
    const at = f.let(result.add(x.shl(2)));
    const own = f.v128.and(f.v128.load(squares.add(x.shl(2))), signs(f));
    f.store(at, f.v128.or(own, f.v128.load(at)));
  });
}

/** 1 inside, else 0. */
function signAt(f: FunctionBuilder, squares: I32, x: I32): I32 {
  return f.let(i32.load(squares.add(x.shl(2))).shr_u(31));
}

/** The run and the pixel at either side of it, which is at 0. */
function emitRun(f: FunctionBuilder, line: Line, side: I32, from: I32, end: I32): void {
  const { squares, result, size, part, place } = line;
  const left = f.let(from.gt_s(0).choose(from.sub(1), 0));
  const right = f.let(end.lt_s(size).choose(end, end.sub(1)));
  const own = f.i32x4.splat(side.shl(31));
  const last = f.let(right.add(1));
  f.for(left, last, 4, (x) => {
    const value = f.v128.load(squares.add(x.shl(2)));
    f.store(part.add(x.shl(2)), otherwiseZero(f, value, own));
  });
  fillBeside(f, part, left, last);
  const top = emitEnvelope(f, collectSites(f, { line: part, left, right }, place), place);
  const behind = f.let(result.add(end.shl(2)));
  const kept = f.v128.load(behind);
  f.if(top.eq(place.base), () =>
    f.for(from, end, 4, (x) => f.store(result.add(x.shl(2)), f.splat(Infinity))),
  );
  eachSegment(f, place, top, [from, end], (segment) => {
    writeHeights(f, segment, place.scale, part, result);
  });
  f.store(behind, kept);
}
