import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { f64, type I32 } from "../../asm/value.ts";
import { type EnvelopePlace, SEGMENT_BYTES } from "./envelope.ts";
import type { Job, JobReal } from "./job.ts";
import { MARGIN } from "./line.ts";

/** Results of a line, and its site list. */
const PLAIN_LINES = 8;
const MARGIN_BYTES: number = 4 * MARGIN;
/** Values behind a line that vectors may overwrite. */
const OVERRUN = 16;
/** Segments beside one for each pixel: the one below the stack, and the one read behind it. */
const SPARE_SEGMENTS = 2;

/** A thread's scratch for lines along an axis, by addresses. */
export interface Scratch {
  /** Lines with margins: values, and those of a part. */
  readonly line: I32;
  readonly part: I32;
  readonly results: readonly I32[];
  /** Where envelopes are kept. */
  readonly first: EnvelopePlace;
  readonly second: EnvelopePlace;
}

/** Bytes of a thread's scratch for lines of so many pixels. */
export function scratchBytes(longest: number): number {
  const lines = 4 * (longest + OVERRUN) * (2 + PLAIN_LINES) + 4 * MARGIN_BYTES;
  return Math.ceil((lines + 2 * SEGMENT_BYTES * (longest + SPARE_SEGMENTS)) / 64) * 64;
}

/** @param name of the squared pixel size along the axis */
export function scratch(f: FunctionBuilder, j: Job, name: JobReal): Scratch {
  const longest = j.integer("longest");
  const lineBytes = f.let(longest.add(OVERRUN).mul(4));
  let next: I32 = f.let(j.integer("scratch").add(j.thread.mul(j.integer("scratchBytes"))));
  const take = (bytes: I32 | number): I32 => {
    const address = next;
    next = f.let(address.add(bytes));
    return address;
  };
  const withMargins = (): I32 => {
    take(MARGIN_BYTES);
    const address = take(lineBytes);
    take(MARGIN_BYTES);
    return address;
  };
  const [line, part] = [withMargins(), withMargins()];
  const [list, ...results] = Array.from({ length: PLAIN_LINES }, () => take(lineBytes));
  const scale = j.lanes(name);
  const perScale = f.let(f64.const(1).div(j.real(name)));
  const [compaction, halves] = j.integers("compaction", "halves");
  const place = (): EnvelopePlace => ({
    ...{ list, compaction, halves, scale, perScale },
    base: take(longest.add(SPARE_SEGMENTS).mul(SEGMENT_BYTES)),
  });
  return { line, part, results, first: place(), second: place() };
}
