import type { FunctionBuilder } from "../../asm/function-builder.ts";
import type { I32, V128 } from "../../asm/value.ts";
import type { Job } from "./job.ts";

/** The mask of one class from class indices, eight pixels at a time, a slice a task. */
export function emitLabelMask(f: FunctionBuilder, j: Job): void {
  const bytes = j.integer("labelBytes");
  const inside = j.integerLanes("class");
  const narrow = (low: V128, high: V128): V128 => f.i16x8.narrow_i32x4_s(low, high);
  emitMask(f, j, bytes, (at, store) => {
    const extended = (which: "low" | "high", value: V128): V128 =>
      f.i32x4.eq(f.i32x4[`extend_${which}_i16x8_u`](value), inside);
    const halves = (value: V128): void => store(narrow(extended("low", value), extended("high", value)));
    f.if(
      bytes.gt_u(2),
      () => {
        const equal = (offset: number): V128 => f.i32x4.eq(f.v128.load(at, offset), inside);
        store(narrow(equal(0), equal(16)));
      },
      () =>
        f.if(
          bytes.eq(2),
          () => halves(f.v128.load(at)),
          () => halves(f.v128.load8x8_u(at)),
        ),
    );
  });
}

/** The mask of values above a threshold (f32, pixel beside pixel), eight at a time, a slice a task. */
export function emitThresholdMask(f: FunctionBuilder, j: Job): void {
  const threshold = j.lanes("threshold");
  emitMask(f, j, 4, (at, store) => {
    const above = (offset: number): V128 => f.f32x4.gt(f.v128.load(at, offset), threshold);
    store(f.i16x8.narrow_i32x4_s(above(0), above(16)));
  });
}

/**
 * Runs over the pixels of lines by eight; the body stores eight truths of 16 bits. Behind the end of a line stands what
 * comes next in the source: no pass looks at it.
 */
function emitMask(
  f: FunctionBuilder,
  j: Job,
  bytes: I32 | number,
  body: (at: I32, store: (truths: V128) => void) => void,
): void {
  const [slices, lines, width, pitch] = (["slices", "lines", "width", "pitch"] as const).map(j.integer);
  const lineBytes = f.let(width.mul(bytes));
  j.eachTask((task) => {
    const image = f.let(task.div_u(slices).mul(j.integer("sourceBytes")));
    const slice = f.let(task.rem_u(slices).mul(lines.mul(lineBytes)));
    const from = f.let(j.integer("source").add(image.add(slice)));
    const firstLine = f.let(task.mul(lines).mul(pitch));
    const to = f.let(j.integer("mask").add(firstLine));
    f.for(0, lines, 1, () => {
      f.for(0, width, 8, (x) => {
        body(from.add(x.mul(bytes)), (truths) => {
          f.v128.store64_lane(to.add(x), f.i8x16.narrow_i16x8_s(truths, truths), 0, 0);
        });
      });
      f.advance(from, lineBytes);
      f.advance(to, pitch);
    });
  });
}
