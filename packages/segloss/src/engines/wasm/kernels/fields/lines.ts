import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { f32, type I32 } from "../../asm/value.ts";
import type { Job } from "./job.ts";

/** Address of a pixel of a plane of four bytes. */
export type PixelAt = (plane: "squares" | "near1" | "near2" | "cell1" | "cell2" | "labels") => I32;

/**
 * Lines along the axis between the first and the last, a slice a task: they are copied from planes to where a pass wants
 * them, and its results back.
 */
export function eachColumn(
  f: FunctionBuilder,
  j: Job,
  lines: readonly { readonly plane: Parameters<PixelAt>[0]; readonly from: I32; readonly result: I32 }[],
  slice: { before?(first: I32): void; solve(): void },
): void {
  const [pitch, size, columns] = j.integers("pitch", "lines", "columns");
  const step = f.let(pitch.mul(4));
  j.eachTask((task) => {
    const first = f.let(task.mul(columns));
    slice.before?.(first);
    f.for(0, j.integer("width"), 1, (x) => {
      const at = pixelAt(f, j, first.add(x));
      const places = lines.map(({ plane }) => at(plane));
      for (const [k, { from }] of lines.entries()) copyLine(f, places[k], step, from, 4, size);
      slice.solve();
      for (const [k, { result }] of lines.entries()) copyLine(f, result, 4, places[k], step, size);
    });
  });
}

/** Lines along the last axis, those of a slice a task: index of the first pixel in planes; of outputs, its offset in bytes. */
export function eachLine(
  f: FunctionBuilder,
  j: Job,
  body: (at: PixelAt, first: I32, offset: I32) => void,
): void {
  const [lines, pitch, width] = j.integers("lines", "pitch", "width");
  j.eachTask((task) => {
    f.for(0, lines, 1, (y) => {
      const index = f.let(task.mul(lines).add(y));
      const first = f.let(index.mul(pitch));
      body(pixelAt(f, j, first), first, f.let(index.mul(width).shl(2)));
    });
  });
}

function pixelAt(f: FunctionBuilder, j: Job, index: I32): PixelAt {
  const offset = f.let(index.shl(2));
  return (plane) => f.let(j.integer(plane).add(offset));
}

/** Values of four bytes, so many bytes apart. */
function copyLine(
  f: FunctionBuilder,
  from: I32,
  fromStep: I32 | number,
  to: I32,
  toStep: I32 | number,
  count: I32,
): void {
  const source = f.let(from);
  const target = f.let(to);
  f.for(0, count, 1, () => {
    f.store(target, f32.load(source));
    f.advance(source, fromStep);
    f.advance(target, toStep);
  });
}
