import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";

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
  /** Whether all pixel sizes are 1, so that squares are whole. */
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
  /** Squared pixel sizes along the axes: first, lines of a slice, pixels of a line. */
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

const REALS_AT: number = Math.ceil(JOB_INTEGERS.length / 2) * 8;
export const JOB_BYTES: number = REALS_AT + JOB_REALS.length * 8;

/** Reads of the record by name. */
export interface Job {
  integer(name: JobInteger): Local;
  real(name: JobReal): Local;
  /** A real number in four lanes of single precision. */
  lanes(name: JobReal): Local;
  /** A whole number in four lanes. */
  integerLanes(name: JobInteger): Local;
}

export function job(c: Code, address: number): Job {
  const integer = (name: JobInteger): Local => c.load("i32", c.int(address), 4 * JOB_INTEGERS.indexOf(name));
  const real = (name: JobReal): Local =>
    c.load("f64", c.int(address), REALS_AT + 8 * JOB_REALS.indexOf(name));
  return {
    integer,
    real,
    lanes: (name) => c.vector("f32x4.splat", c.f.value("f32", "f32.demote_f64", [real(name)])),
    integerLanes: (name) => c.vector("i32x4.splat", integer(name)),
  };
}

/** Writes a record. */
export function writeJob(
  buffer: ArrayBuffer,
  address: number,
  integers: Readonly<Partial<Record<JobInteger, number>>>,
  reals: Readonly<Partial<Record<JobReal, number>>>,
): void {
  const view = new DataView(buffer, address, JOB_BYTES);
  for (const [i, name] of JOB_INTEGERS.entries()) view.setInt32(4 * i, integers[name] ?? 0, true);
  for (const [i, name] of JOB_REALS.entries()) view.setFloat64(REALS_AT + 8 * i, reals[name] ?? 0, true);
}

/** Does tasks until no thread finds one. */
export function eachTask(c: Code, address: number, shared: boolean, body: (task: Local) => void): void {
  const counter = c.int(address + 4 * JOB_INTEGERS.indexOf("counter"));
  const one = c.int(1);
  const tasks = c.load("i32", c.int(address), 4 * JOB_INTEGERS.indexOf("tasks"));
  c.loop((leaveWhen) => {
    const task = shared ? c.i32("atomic.rmw.add", counter, one) : c.load("i32", counter);
    if (!shared) c.store("i32", counter, c.i32("add", task, one));
    leaveWhen(c.test("i32.ge_s", task, tasks));
    body(task);
  });
}
