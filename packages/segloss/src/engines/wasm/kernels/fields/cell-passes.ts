import type { FunctionBuilder } from "../../asm/function-builder.ts";
import type { I32, V128 } from "../../asm/value.ts";
import { emitFunction } from "../../emit/emit-function.ts";
import { expNegative } from "../../legalise/exponential.ts";
import type { Job } from "./job.ts";
import { type CellLine, emitLineCells } from "./line-cells.ts";
import { eachColumn, eachLine, type PixelAt } from "./lines.ts";
import { type Scratch, scratch } from "./scratch.ts";

const PLANES = ["near1", "near2", "cell1", "cell2"] as const;

/** The axis between the first and the last, in place. */
export function emitMiddleCells(f: FunctionBuilder, j: Job): void {
  const room = scratch(f, j, "middleScale");
  const [near2, cell1, cell2] = room.results.slice(4);
  const line = { near1: room.line, near2, cell1, cell2 };
  const result = resultOf(room);
  const lines = PLANES.map((plane) => ({ plane, from: line[plane], result: result[plane] }));
  const size = j.integer("lines");
  eachColumn(f, j, lines, { solve: () => emitLineCells(f, { ...room, line, size, result, labels: true }) });
}

/** The last axis: writes both distances. */
export function emitLastCells(f: FunctionBuilder, j: Job): void {
  const [width, out1, out2] = j.integers("width", "out1", "out2");
  const unit = j.lanes("unit");
  emitLast(f, j, ({ near1, near2 }, offset) => {
    for (const [line, out] of [
      [near1, out1],
      [near2, out2],
    ]) {
      f.for(0, width, 4, (x) => {
        const at = f.let(line.add(x.shl(2)));
        f.store(at, f.f32x4.mul(rootAt(f, at), unit));
      });
      f.memory.copy(out.add(offset), line, width.shl(2));
    }
  });
}

function rootAt(f: FunctionBuilder, at: I32): V128 {
  return f.f32x4.sqrt(f.v128.load(at));
}

/** The last axis: writes 1 + w0 exp(exponent (d1 + d2)^2). */
export function emitLastWeights(f: FunctionBuilder, j: Job): void {
  const width = j.integer("width");
  const [w0, exponent, background] = [j.lanes("w0"), j.lanes("exponent"), j.integerLanes("background")];
  emitLast(f, j, ({ near1, near2 }, offset, pixelAt) => {
    const labels = pixelAt("labels");
    f.for(0, width, 4, (x) => {
      const at = f.let(near1.add(x.shl(2)));
      const gap = f.f32x4.add(rootAt(f, at), rootAt(f, near2.add(x.shl(2))));
      const power = f.f32x4.mul(f.f32x4.mul(gap, gap), exponent);
      const extra = f.f32x4.mul(emitFunction(f, expNegative, power, false), w0);
      const cell = f.i32x4.ne(f.v128.load(labels.add(x.shl(2))), f.integers(0));
      const plain = f.v128.and(cell, background);
      f.store(at, f.f32x4.add(f.splat(1), f.v128.andnot(extra, plain)));
    });
    f.memory.copy(j.integer("out1").add(offset), near1, width.shl(2));
  });
}

function emitLast(
  f: FunctionBuilder,
  j: Job,
  finish: (result: CellLine, offset: I32, at: PixelAt) => void,
): void {
  const room = scratch(f, j, "lastScale");
  const size = j.integer("width");
  eachLine(f, j, (at, _first, offset) => {
    const [near1, near2, cell1, cell2] = PLANES.map(at);
    f.memory.copy(room.line, near1, size.shl(2));
    const line = { near1: room.line, near2, cell1, cell2 };
    const result = resultOf(room);
    emitLineCells(f, { ...room, line, size, result, labels: false });
    finish(result, offset, at);
  });
}

function resultOf({ results: [near1, near2, cell1, cell2] }: Scratch): CellLine {
  return { near1, near2, cell1, cell2 };
}
