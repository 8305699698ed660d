import { emitFunction } from "../emit/emit-function.ts";
import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
import { expNegative } from "../legalise/exponential.ts";
import { copyBytes, copyLine, envelopePlace } from "./distance-passes.ts";
import type { EnvelopePlace } from "./envelope.ts";
import { eachTask, type Job, type JobReal, job } from "./job.ts";
import { type CellLine, type CellLineJob, emitLineCells } from "./line-cells.ts";
import { type Scratch, scratch } from "./scratch.ts";

const PARTS = ["near1", "near2", "cell1", "cell2"] as const;

/** The axis between the first and the last, a slice a task, in place. */
export function emitMiddleCells(c: Code, address: number, shared: boolean): void {
  const j = job(c, address);
  const room = scratch(c, j, 0);
  const pitch = j.integer("pitch");
  const step = c.i32("mul", pitch, c.int(4));
  const size = j.integer("lines");
  const four = c.int(4);
  eachTask(c, address, shared, (task) => {
    const first = c.i32("mul", task, j.integer("columns"));
    c.each(c.int(0), j.integer("width"), 1, (x) => {
      const column = planesAt(c, j, c.i32("add", first, x));
      const [near2, cell1, cell2] = room.results.slice(4);
      const line = { near1: room.line, near2, cell1, cell2 };
      for (const part of PARTS) copyLine(c, column[part], step, line[part], four, size);
      const result = resultOf(room);
      emitLineCells(c, { line, size, result, labels: true, ...places(c, j, room, "middleScale") });
      for (const part of PARTS) copyLine(c, result[part], four, column[part], step, size);
    });
  });
}

/** The last axis: writes both distances. */
export function emitLastCells(c: Code, address: number, shared: boolean): void {
  emitLast(c, address, shared, (j, { near1, near2 }, index) => {
    const width = j.integer("width");
    const bytes = c.i32("mul", width, c.int(4));
    c.each(c.int(0), width, 4, (x) => {
      for (const line of [near1, near2]) root(c, c.at(line, x, 2));
    });
    for (const [name, line] of [
      ["out1", near1],
      ["out2", near2],
    ] as const)
      copyBytes(c, c.i32("add", j.integer(name), c.i32("mul", index, bytes)), line, bytes);
  });
}

function root(c: Code, at: Local): Local {
  const value = c.vector("f32x4.sqrt", c.load("v128", at));
  c.store("v128", at, value);
  return value;
}

/** The last axis: writes 1 + w0 exp(exponent (d1 + d2)^2). */
export function emitLastWeights(c: Code, address: number, shared: boolean): void {
  emitLast(c, address, shared, (j, { near1, near2 }, index) => {
    const width = j.integer("width");
    const bytes = c.i32("mul", width, c.int(4));
    const labels = c.at(j.integer("labels"), c.i32("mul", index, j.integer("pitch")), 2);
    const [w0, exponent, background] = [j.lanes("w0"), j.lanes("exponent"), j.integerLanes("background")];
    const one = c.f.splat(1);
    c.each(c.int(0), width, 4, (x) => {
      const at = c.at(near1, x, 2);
      const gap = c.vector("f32x4.add", root(c, at), root(c, c.at(near2, x, 2)));
      const power = c.vector("f32x4.mul", c.vector("f32x4.mul", gap, gap), exponent);
      const extra = c.vector("f32x4.mul", emitFunction(c.f, expNegative, power, false), w0);
      const cell = c.vector("i32x4.ne", c.load("v128", c.at(labels, x, 2)), c.f.integers(0));
      const plain = c.vector("v128.and", cell, background);
      c.store("v128", at, c.vector("f32x4.add", one, c.vector("v128.andnot", extra, plain)));
    });
    copyBytes(c, c.i32("add", j.integer("out1"), c.i32("mul", index, bytes)), near1, bytes);
  });
}

function emitLast(
  c: Code,
  address: number,
  shared: boolean,
  finish: (j: Job, result: CellLine, index: Local) => void,
): void {
  const j = job(c, address);
  const room = scratch(c, j, 0);
  const lines = j.integer("lines");
  const size = j.integer("width");
  const bytes = c.i32("mul", size, c.int(4));
  eachTask(c, address, shared, (task) => {
    c.each(c.int(0), lines, 1, (y) => {
      const index = c.i32("add", c.i32("mul", task, lines), y);
      const planes = planesAt(c, j, c.i32("mul", index, j.integer("pitch")));
      copyBytes(c, room.line, planes.near1, bytes);
      const line = { ...planes, near1: room.line };
      const result = resultOf(room);
      emitLineCells(c, { line, size, result, labels: false, ...places(c, j, room, "lastScale") });
      finish(j, result, index);
    });
  });
}

function places(
  c: Code,
  j: Job,
  room: Scratch,
  scale: JobReal,
): Pick<CellLineJob, "part" | "first" | "second"> {
  const place = (base: Local): EnvelopePlace => envelopePlace(c, j, base, room.list, scale);
  return { part: room.part, first: place(room.segments), second: place(room.others) };
}

function planesAt(c: Code, j: Job, index: Local): CellLine {
  const at = (name: keyof CellLine): Local => c.at(j.integer(name), index, 2);
  return { near1: at("near1"), near2: at("near2"), cell1: at("cell1"), cell2: at("cell2") };
}

function resultOf({ results: [near1, near2, cell1, cell2] }: Scratch): CellLine {
  return { near1, near2, cell1, cell2 };
}
