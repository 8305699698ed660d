import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { type I32, i32, type V128 } from "../../asm/value.ts";
import { NO_STEPS } from "./column-steps.ts";
import type { Job, JobReal } from "./job.ts";
import type { Line } from "./line.ts";
import { emitLineDistance } from "./line-distance.ts";
import { eachColumn, eachLine } from "./lines.ts";
import { scratch } from "./scratch.ts";

/** What the last pass writes: squares, distances, or distances with a minus inside and 0 where there is no border. */
export const FINISHES = ["squares", "distances", "signed"] as const;

/** The axis between the first and the last: steps become squares, the lines of each column are solved. */
export function emitMiddlePass(f: FunctionBuilder, j: Job): void {
  const line = lineOf(f, j, j.integer("lines"), "middleScale");
  const [columns, squares] = j.integers("columns", "squares");
  eachColumn(f, j, [{ plane: "squares", from: line.squares, result: line.result }], {
    before: (first) => squareSteps(f, j, first, columns, squares.add(first.shl(2))),
    solve: () => emitLineDistance(f, line),
  });
}

/** The last axis; writes what is asked for. */
export function emitLastPass(f: FunctionBuilder, j: Job): void {
  const width = j.integer("width");
  const line = lineOf(f, j, width, "lastScale");
  const bytes = f.let(width.mul(4));
  eachLine(f, j, (at, first, offset) => {
    f.if(
      j.integer("deep"),
      () => f.memory.copy(line.squares, at("squares"), bytes),
      () => squareSteps(f, j, first, width, line.squares),
    );
    emitLineDistance(f, line);
    finish(f, j, line.result, width);
    f.memory.copy(j.integer("out1").add(offset), line.result, bytes);
  });
}

function lineOf(f: FunctionBuilder, j: Job, size: I32, scale: JobReal): Line {
  const { line, part, results, first } = scratch(f, j, scale);
  const [oneSided, whole] = j.integers("oneSided", "whole");
  return { squares: line, result: results[0], size, oneSided, whole, part, place: first };
}

/** (steps * step)^2 of some pixels in a row, the sign bit set inside. Whole vectors: up to 3 more are written. */
function squareSteps(f: FunctionBuilder, j: Job, first: I32, count: I32, to: I32): void {
  const scale = j.lanes("firstScale");
  const none = f.integers(NO_STEPS);
  const infinite = f.splat(Infinity);
  const steps = f.let(j.integer("steps").add(first.shl(1)));
  const mask = f.let(j.integer("mask").add(first));
  f.for(0, count, 4, (x) => {
    const step = f.v128.load16x4_u(steps.add(x.shl(1)));
    const real = f.f32x4.convert_i32x4_s(step);
    const square = f.f32x4.mul(f.f32x4.mul(real, real), scale);
    const absent = f.i32x4.eq(step, none);
    const value = f.v128.bitselect(infinite, square, absent);
    const bytes = f.v128.load32_zero(mask.add(x));
    const wide = f.i32x4.extend_low_i16x8_u(f.i16x8.extend_low_i8x16_u(bytes));
    const side = f.i32x4.ne(wide, f.integers(0));
    const sign = f.v128.and(side, f.integers(-(2 ** 31)));
    f.store(to.add(x.shl(2)), f.v128.or(value, sign));
  });
}

function finish(f: FunctionBuilder, j: Job, line: I32, width: I32): void {
  const kind = j.integer("finish");
  const lanes = (truth: I32): V128 => f.i32x4.splat(i32.const(0).sub(truth));
  const rooted = lanes(kind.ne(FINISHES.indexOf("squares")));
  const signed = lanes(kind.eq(FINISHES.indexOf("signed")));
  const magnitudes = f.integers(2 ** 31 - 1);
  const unit = j.lanes("unit");
  f.for(0, width, 4, (x) => {
    const at = f.let(line.add(x.shl(2)));
    const value = f.v128.load(at);
    const square = f.v128.and(value, magnitudes);
    const root = f.f32x4.mul(f.f32x4.sqrt(square), unit);
    const size = f.v128.bitselect(root, f.f32x4.mul(f.f32x4.mul(square, unit), unit), rooted);
    const sign = f.v128.andnot(value, magnitudes);
    const withSign = f.v128.or(size, f.v128.and(sign, signed));
    const endless = f.f32x4.eq(square, f.splat(Infinity));
    f.store(at, f.v128.andnot(withSign, f.v128.and(endless, signed)));
  });
}
