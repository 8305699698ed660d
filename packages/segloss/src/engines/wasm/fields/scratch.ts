import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
import { SEGMENT_BYTES } from "./envelope.ts";
import type { Job } from "./job.ts";
import { LEAST_OVERRUN } from "./least-heights.ts";
import { MARGIN } from "./line.ts";

/** Results of a line, and its site list. */
const PLAIN_LINES = 8;
const MARGIN_BYTES: number = 4 * MARGIN;
/** Values behind a line that vectors may overwrite. */
const OVERRUN = LEAST_OVERRUN;
/** Segments beside one for each pixel: the one below the stack, and the one read behind it. */
const SPARE_SEGMENTS = 2;

/** Addresses of a thread's scratch. */
export interface Scratch {
  /** Lines with margins: values, and those of a part. */
  readonly line: Local;
  readonly part: Local;
  readonly results: readonly Local[];
  readonly list: Local;
  readonly segments: Local;
  readonly others: Local;
}

/** Bytes of a thread's scratch for lines of so many pixels. */
export function scratchBytes(longest: number): number {
  const lines = 4 * (longest + OVERRUN) * (2 + PLAIN_LINES) + 4 * MARGIN_BYTES;
  return Math.ceil((lines + 2 * SEGMENT_BYTES * (longest + SPARE_SEGMENTS)) / 64) * 64;
}

export function scratch(c: Code, j: Job, thread: Local): Scratch {
  const longest = j.integer("longest");
  const lineBytes = c.i32("mul", c.i32("add", longest, c.int(OVERRUN)), c.int(4));
  const spare = c.int(SPARE_SEGMENTS);
  const segmentBytes = c.i32("mul", c.i32("add", longest, spare), c.int(SEGMENT_BYTES));
  const margin = c.int(MARGIN_BYTES);
  let next = c.i32("add", j.integer("scratch"), c.i32("mul", thread, j.integer("scratchBytes")));
  const take = (bytes: Local): Local => {
    const address = next;
    next = c.i32("add", address, bytes);
    return address;
  };
  const withMargins = (): Local => {
    take(margin);
    const address = take(lineBytes);
    take(margin);
    return address;
  };
  return {
    line: withMargins(),
    part: withMargins(),
    results: Array.from({ length: PLAIN_LINES - 1 }, () => take(lineBytes)),
    list: take(lineBytes),
    segments: take(segmentBytes),
    others: take(segmentBytes),
  };
}
