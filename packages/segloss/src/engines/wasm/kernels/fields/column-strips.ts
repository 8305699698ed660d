import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { type I32, i32 } from "../../asm/value.ts";
import type { Job } from "./job.ts";

/** Columns that are one task. */
export const STRIP = 64;
/** Vectors of columns that are scanned side by side: a line of the cache. */
const TOGETHER = 4;

/** Some vectors of columns from one end of the first axis to the other. */
export interface Scan {
  readonly way: "down" | "up";
  readonly vectors: number;
  /** Index of the first pixel, and how much further the next one of a column is. */
  readonly start: I32;
  readonly step: I32;
}

/** Scans the columns of a strip a task, down and then up, so many columns a vector. */
export function eachScan(f: FunctionBuilder, j: Job, lanes: number, scan: (scan: Scan) => void): void {
  const [strips, columns, slices] = (["strips", "columns", "slices"] as const).map(j.integer);
  const last = f.let(columns.mul(slices.sub(1)));
  const back = f.let(i32.sub(0, columns));
  j.eachTask((task) => {
    const image = f.let(task.div_u(strips).mul(columns.mul(slices)));
    const from = f.let(task.rem_u(strips).mul(STRIP));
    const stop = f.let(from.add(STRIP));
    const end = f.let(stop.lt_s(columns).choose(stop, columns));
    const both = (column: I32, vectors: number): void => {
      const start = f.let(image.add(column));
      scan({ way: "down", vectors, start, step: columns });
      scan({ way: "up", vectors, start: f.let(start.add(last)), step: back });
    };
    const whole = f.let(end.and(-lanes * TOGETHER));
    f.for(from, whole, lanes * TOGETHER, (column) => both(column, TOGETHER));
    const rest = f.let(whole.gt_s(from).choose(whole, from));
    f.for(rest, end, lanes, (column) => both(column, 1));
  });
}
