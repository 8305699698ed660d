import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
import { eachTask, type Job, job } from "./job.ts";

/** The mask of one class from class indices, eight pixels at a time, a slice a task. */
export function emitLabelMask(c: Code, address: number, shared: boolean): void {
  const j = job(c, address);
  const bytes = j.integer("labelBytes");
  const inside = j.integerLanes("class");
  const narrow = (low: Local, high: Local): Local => c.vector("i16x8.narrow_i32x4_s", low, high);
  emitMask(c, j, shared, address, bytes, (at, store) => {
    const two = c.int(2);
    const extended = (which: "low" | "high", value: Local): Local =>
      c.vector("i32x4.eq", c.vector(`i32x4.extend_${which}_i16x8_u`, value), inside);
    const halves = (value: Local): void => store(narrow(extended("low", value), extended("high", value)));
    c.when(
      c.test("i32.gt_u", bytes, two),
      () => {
        const equal = (offset: number): Local => c.vector("i32x4.eq", c.load("v128", at, offset), inside);
        store(narrow(equal(0), equal(16)));
      },
      () =>
        c.when(
          c.test("i32.eq", bytes, two),
          () => halves(c.load("v128", at)),
          () => halves(c.vector("v128.load8x8_u", at)),
        ),
    );
  });
}

/** The mask of values above a threshold (f32, pixel beside pixel), eight at a time, a slice a task. */
export function emitThresholdMask(c: Code, address: number, shared: boolean): void {
  const j = job(c, address);
  const threshold = j.lanes("threshold");
  emitMask(c, j, shared, address, c.int(4), (at, store) => {
    const above = (offset: number): Local => c.vector("f32x4.gt", c.load("v128", at, offset), threshold);
    store(c.vector("i16x8.narrow_i32x4_s", above(0), above(16)));
  });
}

/**
 * Runs over the pixels of lines by eight; the body stores eight truths of 16 bits. Behind the end of a line stands what
 * comes next in the source: no pass looks at it.
 */
function emitMask(
  c: Code,
  j: Job,
  shared: boolean,
  address: number,
  bytes: Local,
  body: (at: Local, store: (truths: Local) => void) => void,
): void {
  const [slices, lines, width, pitch] = (["slices", "lines", "width", "pitch"] as const).map(j.integer);
  const lineBytes = c.i32("mul", width, bytes);
  eachTask(c, address, shared, (task) => {
    const image = c.i32("mul", c.i32("div_u", task, slices), j.integer("sourceBytes"));
    const slice = c.i32("mul", c.i32("rem_u", task, slices), c.i32("mul", lines, lineBytes));
    const from = c.variable("i32", c.i32("add", j.integer("source"), c.i32("add", image, slice)));
    const firstLine = c.i32("mul", c.i32("mul", task, lines), pitch);
    const to = c.variable("i32", c.i32("add", j.integer("mask"), firstLine));
    c.each(c.int(0), lines, 1, () => {
      c.each(c.int(0), width, 8, (x) => {
        body(c.i32("add", from, c.i32("mul", x, bytes)), (truths) => {
          c.f.get(c.i32("add", to, x));
          c.f.get(c.vector("i8x16.narrow_i16x8_s", truths, truths));
          c.f.emit("v128.store64_lane", 0, 0);
        });
      });
      c.advance(from, lineBytes);
      c.advance(to, pitch);
    });
  });
}
