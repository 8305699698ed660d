import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
import { eachTask, type Job, job } from "./job.ts";

/** Steps to nowhere: there is no pixel of the other side in the column. */
export const NO_STEPS = 65535;
/** Columns that are one task. */
export const STRIP = 64;
/** Vectors of columns that are scanned side by side: a line of the cache. */
const TOGETHER = 4;

/**
 * Steps along the first axis to the nearest pixel on the other side of the mask, eight columns in a vector: a scan
 * down and a scan up. u16, NO_STEPS where the column has one side only.
 *
 * A. Meijster, J. B. T. M. Roerdink, W. H. Hesselink, "A General Algorithm for Computing Distance Transforms in Linear
 * Time", 2000, first phase.
 */
export function emitColumnSteps(c: Code, address: number, shared: boolean): void {
  const j = job(c, address);
  eachTask(c, address, shared, (task) => {
    const { from, end, first } = stripOf(c, j, task);
    const whole = c.i32("and", end, c.int(-8 * TOGETHER));
    const both = (column: Local, vectors: number): void => {
      const at = c.i32("add", first, column);
      scan(c, j, at, "down", vectors);
      scan(c, j, at, "up", vectors);
    };
    c.each(from, whole, 8 * TOGETHER, (column) => both(column, TOGETHER));
    const rest = c.select("i32", whole, from, c.test("i32.gt_s", whole, from));
    c.each(rest, end, 8, (column) => both(column, 1));
  });
}

/** Columns of a strip, and the index of its image's first pixel. */
export function stripOf(c: Code, j: Job, task: Local): { from: Local; end: Local; first: Local } {
  const strips = j.integer("strips");
  const columns = j.integer("columns");
  const width = c.int(STRIP);
  const image = c.i32("div_u", task, strips);
  const from = c.i32("mul", c.i32("rem_u", task, strips), width);
  const stop = c.i32("add", from, width);
  const end = c.select("i32", stop, columns, c.test("i32.lt_s", stop, columns));
  const first = c.i32("mul", image, c.i32("mul", columns, j.integer("slices")));
  return { from, end, first };
}

/** 16-bit truths: which of eight pixels are inside. */
function inside(c: Code, mask: Local, offset: number): Local {
  const bytes = c.f.vector("v128.load8x8_u", [mask], offset);
  return c.vector("i16x8.ne", bytes, c.f.integers(0));
}

/** Steps from the pixel before: one more on the same side, 1 when the side changes. */
function next(c: Code, steps: Local, side: Local, before: Local): Local {
  const same = c.vector("i16x8.eq", side, before);
  return c.vector("i16x8.add_sat_u", c.vector("v128.and", steps, same), c.f.integers(0x10001));
}

/** Down writes the steps of some vectors side by side, up takes the smaller ones. */
function scan(c: Code, j: Job, at: Local, way: "down" | "up", vectors: number): void {
  const columns = j.integer("columns");
  const slices = j.integer("slices");
  const last = c.i32("mul", columns, c.i32("sub", slices, c.int(1)));
  const start = way === "down" ? at : c.i32("add", at, last);
  const by = way === "down" ? columns : c.i32("sub", c.int(0), columns);
  const mask = c.variable("i32", c.i32("add", j.integer("mask"), start));
  const steps = c.variable("i32", c.at(j.integer("steps"), start, 1));
  const states = Array.from({ length: vectors }, (_, k) => ({
    side: c.variable("v128", inside(c, mask, 8 * k)),
    found: c.variable("v128", c.f.integers(-1)),
  }));
  c.each(c.int(0), slices, 1, () => {
    for (const [k, { side, found }] of states.entries()) {
      const here = inside(c, mask, 8 * k);
      c.assign(found, next(c, found, here, side));
      c.assign(side, here);
      const nearer = way === "down" ? found : c.vector("i16x8.min_u", found, c.load("v128", steps, 16 * k));
      c.store("v128", steps, nearer, 16 * k);
    }
    c.advance(mask, by);
    c.assign(steps, c.at(steps, by, 1));
  });
}
