import type { FunctionBuilder } from "../../asm/function-builder.ts";
import type { I32, V128 } from "../../asm/value.ts";
import { emitFunction } from "../../emit/emit-function.ts";
import { expNegative } from "../../legalise/exponential.ts";
import { copyLine, envelopePlace } from "./distance-passes.ts";
import type { EnvelopePlace } from "./envelope.ts";
import type { Job, JobReal } from "./job.ts";
import { type CellLine, type CellLineJob, emitLineCells } from "./line-cells.ts";
import { type Scratch, scratch } from "./scratch.ts";

const PARTS = ["near1", "near2", "cell1", "cell2"] as const;

/** The axis between the first and the last, a slice a task, in place. */
export function emitMiddleCells(f: FunctionBuilder, j: Job): void {
  const room = scratch(f, j);
  const pitch = j.integer("pitch");
  const step = f.let(pitch.mul(4));
  const size = j.integer("lines");
  j.eachTask((task) => {
    const first = f.let(task.mul(j.integer("columns")));
    f.for(0, j.integer("width"), 1, (x) => {
      const column = planesAt(f, j, first.add(x));
      const [near2, cell1, cell2] = room.results.slice(4);
      const line = { near1: room.line, near2, cell1, cell2 };
      for (const part of PARTS) copyLine(f, column[part], step, line[part], 4, size);
      const result = resultOf(room);
      emitLineCells(f, { line, size, result, labels: true, ...places(f, j, room, "middleScale") });
      for (const part of PARTS) copyLine(f, result[part], 4, column[part], step, size);
    });
  });
}

/** The last axis: writes both distances. */
export function emitLastCells(f: FunctionBuilder, j: Job): void {
  emitLast(f, j, ({ near1, near2 }, index) => {
    const width = j.integer("width");
    const bytes = f.let(width.mul(4));
    const unit = j.lanes("unit");
    f.for(0, width, 4, (x) => {
      for (const line of [near1, near2]) {
        const at = f.let(line.add(x.shl(2)));
        f.store(at, f.f32x4.mul(rootAt(f, at), unit));
      }
    });
    for (const [name, line] of [
      ["out1", near1],
      ["out2", near2],
    ] as const)
      f.memory.copy(j.integer(name).add(index.mul(bytes)), line, bytes);
  });
}

function rootAt(f: FunctionBuilder, at: I32): V128 {
  return f.f32x4.sqrt(f.v128.load(at));
}

/** The last axis: writes 1 + w0 exp(exponent (d1 + d2)^2). */
export function emitLastWeights(f: FunctionBuilder, j: Job): void {
  emitLast(f, j, ({ near1, near2 }, index) => {
    const width = j.integer("width");
    const bytes = f.let(width.mul(4));
    const labels = f.let(j.integer("labels").add(index.mul(j.integer("pitch")).shl(2)));
    const [w0, exponent, background] = [j.lanes("w0"), j.lanes("exponent"), j.integerLanes("background")];
    const one = f.splat(1);
    f.for(0, width, 4, (x) => {
      const at = f.let(near1.add(x.shl(2)));
      const gap = f.f32x4.add(rootAt(f, at), rootAt(f, near2.add(x.shl(2))));
      const power = f.f32x4.mul(f.f32x4.mul(gap, gap), exponent);
      const extra = f.f32x4.mul(emitFunction(f, expNegative, power, false), w0);
      const cell = f.i32x4.ne(f.v128.load(labels.add(x.shl(2))), f.integers(0));
      const plain = f.v128.and(cell, background);
      f.store(at, f.f32x4.add(one, f.v128.andnot(extra, plain)));
    });
    f.memory.copy(j.integer("out1").add(index.mul(bytes)), near1, bytes);
  });
}

function emitLast(f: FunctionBuilder, j: Job, finish: (result: CellLine, index: I32) => void): void {
  const room = scratch(f, j);
  const lines = j.integer("lines");
  const size = j.integer("width");
  const bytes = f.let(size.mul(4));
  j.eachTask((task) => {
    f.for(0, lines, 1, (y) => {
      const index = f.let(task.mul(lines).add(y));
      const planes = planesAt(f, j, index.mul(j.integer("pitch")));
      f.memory.copy(room.line, planes.near1, bytes);
      const line = { ...planes, near1: room.line };
      const result = resultOf(room);
      emitLineCells(f, { line, size, result, labels: false, ...places(f, j, room, "lastScale") });
      finish(result, index);
    });
  });
}

function places(
  f: FunctionBuilder,
  j: Job,
  room: Scratch,
  scale: JobReal,
): Pick<CellLineJob, "part" | "first" | "second"> {
  const place = (base: I32): EnvelopePlace => envelopePlace(f, j, base, room.list, scale);
  return { part: room.part, first: place(room.segments), second: place(room.others) };
}

function planesAt(f: FunctionBuilder, j: Job, index: I32): CellLine {
  const at = (name: keyof CellLine): I32 => f.let(j.integer(name).add(index.shl(2)));
  return { near1: at("near1"), near2: at("near2"), cell1: at("cell1"), cell2: at("cell2") };
}

function resultOf({ results: [near1, near2, cell1, cell2] }: Scratch): CellLine {
  return { near1, near2, cell1, cell2 };
}
