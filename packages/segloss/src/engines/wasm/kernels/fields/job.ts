import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { type F64, f32, f64, type I32, i32, type V128 } from "../../asm/value.ts";
import { eachTask } from "../../tasks/each-task.ts";

/**
 * What the kernels of fields are told, in memory, since threads are called with nothing but their number: whole numbers
 * and addresses of 4 bytes, then real numbers of 8.
 */
const JOB_INTEGERS = [
  /** Next task that no thread has, and their number. */
  "counter",
  "tasks",
  /** Pixels along the first axis, lines of a slice, pixels of a line, and the same rounded up to whole vectors. */
  "slices",
  "lines",
  "width",
  "pitch",
  /** Columns of an image (lines * pitch), and strips of them. */
  "columns",
  "strips",
  /** Bits of a key that are left for labels. */
  "labelBits",
  /** Planes. */
  "mask",
  "steps",
  "squares",
  "labels",
  "near1",
  "near2",
  "cell1",
  "cell2",
  "out1",
  "out2",
  /** Scratch of a thread, 0.5/n for each n, the table of `collectSites`, pixels of the longest line. */
  "scratch",
  "scratchBytes",
  "halves",
  "compaction",
  "longest",
  /** Whether there is an axis between the first and the last; -1 to measure outside the mask only, else 0. */
  "deep",
  "oneSided",
  /** Whether all of them are 1, so that squares are whole. */
  "whole",
  /** What to write: FINISHES of distances; -1 to give weights to the background only. */
  "finish",
  "background",
  /** Where masks are made from: address, bytes of an image and of a label, the label that is inside (of components: the background). */
  "source",
  "sourceBytes",
  "labelBytes",
  "class",
  /** Forest of components; steps to the neighbours of a pixel before it, and their number. */
  "parents",
  "neighbours",
  "neighbourCount",
] as const;

const JOB_REALS = [
  /** What distances are measured in. */
  "unit",
  /** Squared pixel sizes in that unit along the axes: first, lines of a slice, pixels of a line. */
  "firstScale",
  "middleScale",
  "lastScale",
  /** Weights are 1 + w0 exp(exponent (d1 + d2)^2). */
  "w0",
  "exponent",
  /** Values above it are inside. */
  "threshold",
] as const;

export type JobInteger = (typeof JOB_INTEGERS)[number];
export type JobReal = (typeof JOB_REALS)[number];
/** Numbers of a job by name. */
export type JobNumbers = Readonly<Partial<Record<JobInteger | JobReal, number>>>;

const REALS_AT: number = Math.ceil(JOB_INTEGERS.length / 2) * 8;
export const JOB_BYTES: number = REALS_AT + JOB_REALS.length * 8;

/** Reads of the record by name. */
export interface Job {
  readonly thread: I32;
  integer(name: JobInteger): I32;
  integers(...names: JobInteger[]): I32[];
  real(name: JobReal): F64;
  /** A real number in four lanes of single precision. */
  lanes(name: JobReal): V128;
  /** A whole number in four lanes. */
  integerLanes(name: JobInteger): V128;
  /** Puts a number in place of the counter. */
  finish(result: I32): void;
  /** Does tasks until no thread finds one. */
  eachTask(body: (task: I32) => void): void;
}

/** A job whose record is at an address. */
export function job(f: FunctionBuilder<{ thread: "i32" }>, address: number, shared: boolean): Job {
  const offsetOf = (name: JobInteger): number => 4 * JOB_INTEGERS.indexOf(name);
  const integer = (name: JobInteger): I32 => f.let(i32.load(address, offsetOf(name)));
  const real = (name: JobReal): F64 => f64.load(address, REALS_AT + 8 * JOB_REALS.indexOf(name));
  return {
    thread: f.parameters.thread,
    integer,
    integers: (...names) => names.map(integer),
    real,
    lanes: (name) => f.f32x4.splat(f32.demote_f64(real(name))),
    integerLanes: (name) => f.i32x4.splat(integer(name)),
    finish: (result) => f.store(address + offsetOf("counter"), result),
    eachTask: (body) =>
      eachTask(f, { counter: address + offsetOf("counter"), count: integer("tasks"), shared }, body),
  };
}

/** Writes a record; what is not given is 0. */
export function writeJob(buffer: ArrayBuffer, address: number, numbers: JobNumbers): void {
  const view = new DataView(buffer, address, JOB_BYTES);
  for (const [i, name] of JOB_INTEGERS.entries()) view.setInt32(4 * i, numbers[name] ?? 0, true);
  for (const [i, name] of JOB_REALS.entries()) view.setFloat64(REALS_AT + 8 * i, numbers[name] ?? 0, true);
}
