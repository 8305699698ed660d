import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
import { NO_STEPS } from "./column-steps.ts";
import type { EnvelopePlace } from "./envelope.ts";
import { eachTask, type Job, type JobReal, job } from "./job.ts";
import type { Line } from "./line.ts";
import { emitLineDistance } from "./line-distance.ts";
import { type Scratch, scratch } from "./scratch.ts";

/** What the last pass writes: squares, distances, or distances with a minus inside and 0 where there is no border. */
export const FINISHES = ["squares", "distances", "signed"] as const;

/** The axis between the first and the last, a slice a task: steps become squares, lines of each column are solved. */
export function emitMiddlePass(c: Code, address: number, shared: boolean): void {
  const j = job(c, address);
  const room = scratch(c, j, 0);
  const line = lineOf(c, j, room, j.integer("lines"), "middleScale");
  const pitch = j.integer("pitch");
  const columns = j.integer("columns");
  const squares = j.integer("squares");
  const rowBytes = c.i32("mul", pitch, c.int(4));
  eachTask(c, address, shared, (task) => {
    const first = c.i32("mul", task, columns);
    squareSteps(c, j, first, columns, c.at(squares, first, 2));
    c.each(c.int(0), j.integer("width"), 1, (x) => {
      const start = c.at(squares, c.i32("add", first, x), 2);
      copyLine(c, start, rowBytes, line.squares, c.int(4), line.size);
      emitLineDistance(c, line);
      copyLine(c, line.result, c.int(4), start, rowBytes, line.size);
    });
  });
}

/** The last axis, the lines of a slice a task; writes what is asked for. */
export function emitLastPass(c: Code, address: number, shared: boolean): void {
  const j = job(c, address);
  const room = scratch(c, j, 0);
  const width = j.integer("width");
  const line = lineOf(c, j, room, width, "lastScale");
  const pitch = j.integer("pitch");
  const lines = j.integer("lines");
  const bytes = c.i32("mul", width, c.int(4));
  eachTask(c, address, shared, (task) => {
    c.each(c.int(0), lines, 1, (y) => {
      const index = c.i32("add", c.i32("mul", task, lines), y);
      const first = c.i32("mul", index, pitch);
      c.when(
        j.integer("deep"),
        () => copyBytes(c, line.squares, c.at(j.integer("squares"), first, 2), bytes),
        () => squareSteps(c, j, first, width, line.squares),
      );
      emitLineDistance(c, line);
      finish(c, j, line.result, width);
      copyBytes(c, c.i32("add", j.integer("out1"), c.i32("mul", index, bytes)), line.result, bytes);
    });
  });
}

function lineOf(c: Code, j: Job, room: Scratch, size: Local, scale: JobReal): Line {
  return {
    squares: room.line,
    result: room.results[0],
    size,
    scale: j.lanes(scale),
    oneSided: j.integer("oneSided"),
    whole: j.integer("whole"),
    part: room.part,
    place: envelopePlace(c, j, room.segments, room.list, scale),
  };
}

export function envelopePlace(c: Code, j: Job, base: Local, list: Local, scale: JobReal): EnvelopePlace {
  const perScale = c.f64("div", c.real(1), j.real(scale));
  const compaction = j.integer("compaction");
  return { base, list, compaction, halves: j.integer("halves"), scale: j.lanes(scale), perScale };
}

/** (steps * step)^2 of some pixels in a row, the sign bit set inside. Whole vectors: up to 3 more are written. */
function squareSteps(c: Code, j: Job, first: Local, count: Local, to: Local): void {
  const scale = j.lanes("firstScale");
  const none = c.f.integers(NO_STEPS);
  const infinite = c.f.splat(Infinity);
  const steps = c.at(j.integer("steps"), first, 1);
  const mask = c.i32("add", j.integer("mask"), first);
  c.each(c.int(0), count, 4, (x) => {
    const step = c.vector("v128.load16x4_u", c.at(steps, x, 1));
    const real = c.vector("f32x4.convert_i32x4_s", step);
    const square = c.vector("f32x4.mul", c.vector("f32x4.mul", real, real), scale);
    const absent = c.vector("i32x4.eq", step, none);
    const value = c.vector("v128.bitselect", infinite, square, absent);
    const bytes = c.vector("v128.load32_zero", c.i32("add", mask, x));
    const wide = c.vector("i32x4.extend_low_i16x8_u", c.vector("i16x8.extend_low_i8x16_u", bytes));
    const side = c.vector("i32x4.ne", wide, c.f.integers(0));
    const sign = c.vector("v128.and", side, c.f.integers(-(2 ** 31)));
    c.store("v128", c.at(to, x, 2), c.vector("v128.or", value, sign));
  });
}

function finish(c: Code, j: Job, line: Local, width: Local): void {
  const kind = j.integer("finish");
  const lanes = (truth: Local): Local => c.vector("i32x4.splat", c.i32("sub", c.int(0), truth));
  const rooted = lanes(c.test("i32.ne", kind, c.int(FINISHES.indexOf("squares"))));
  const signed = lanes(c.test("i32.eq", kind, c.int(FINISHES.indexOf("signed"))));
  const magnitudes = c.f.integers(2 ** 31 - 1);
  c.each(c.int(0), width, 4, (x) => {
    const at = c.at(line, x, 2);
    const value = c.load("v128", at);
    const square = c.vector("v128.and", value, magnitudes);
    const root = c.vector("v128.bitselect", c.vector("f32x4.sqrt", square), square, rooted);
    const sign = c.vector("v128.andnot", value, magnitudes);
    const withSign = c.vector("v128.or", root, c.vector("v128.and", sign, signed));
    const endless = c.vector("f32x4.eq", square, c.f.splat(Infinity));
    c.store("v128", at, c.vector("v128.andnot", withSign, c.vector("v128.and", endless, signed)));
  });
}

/** Values of four bytes, so many bytes apart. */
export function copyLine(
  c: Code,
  from: Local,
  fromStep: Local,
  to: Local,
  toStep: Local,
  count: Local,
): void {
  const source = c.variable("i32", from);
  const target = c.variable("i32", to);
  c.each(c.int(0), count, 1, () => {
    c.store("f32", target, c.load("f32", source));
    c.advance(source, fromStep);
    c.advance(target, toStep);
  });
}

export function copyBytes(c: Code, to: Local, from: Local, bytes: Local): void {
  for (const local of [to, from, bytes]) c.f.get(local);
  c.f.emit("memory.copy");
}
