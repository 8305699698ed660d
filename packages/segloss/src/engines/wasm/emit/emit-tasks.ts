import { type FunctionBuilder, functionBuilder, type Local } from "../encoder/function-builder.ts";

/** Tasks that threads take one after the other from a counter. */
export interface Tasks {
  /** Address of the counter: the next task that nobody has. */
  readonly counter: number;
  readonly count: number;
  /** Whether other threads take from it too. */
  readonly shared: boolean;
}

/** A function of the thread's number that does tasks until none is left; `before` is what it does first. */
export function emitTasks(
  { counter, count, shared }: Tasks,
  body: (f: FunctionBuilder, task: Local, thread: Local) => void,
  before?: (f: FunctionBuilder, thread: Local) => void,
): FunctionBuilder {
  const f = functionBuilder(["i32"]);
  before?.(f, 0);
  const task = f.local("i32");
  const more = f.local("i32");
  f.repeat(() => {
    f.push(counter);
    if (shared) {
      f.push(1);
      f.emit("i32.atomic.rmw.add");
      f.set(task);
    } else {
      f.emit("i32.load");
      f.set(task);
      f.push(counter);
      f.get(task);
      f.push(1);
      f.emit("i32.add");
      f.emit("i32.store");
    }
    f.get(task);
    f.push(count);
    f.emit("i32.lt_u");
    f.set(more);
    f.get(more);
    f.when(() => body(f, task, 0));
    f.get(more);
  });
  return f;
}

/** base + index * bytes, on the stack. */
function pushAt(f: FunctionBuilder, base: number, index: Local, bytes: number): void {
  f.push(base);
  f.get(index);
  f.push(bytes);
  f.emit("i32.mul");
  f.emit("i32.add");
}

/** Pixels that are one task, and where the sweep finds its things. */
export interface SweepTasks {
  readonly pixels: number;
  readonly chunk: number;
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly sums: number;
  readonly sumBytes: number;
  readonly coefficients: number;
  readonly coefficientBytes: number;
  readonly guards: number;
  readonly guardBytes: number;
}

/** Tasks of an image. */
function chunksOf({ pixels, chunk }: SweepTasks): number {
  return Math.ceil(pixels / chunk);
}

/**
 * A sweep over the pixels of all images, a chunk a task. Every chunk has a row of sums of its own, so that the result
 * does not depend on how many threads there are or which of them was faster.
 */
export function emitSweepTasks(
  tasks: Tasks,
  shape: SweepTasks,
  functions: { readonly whole: number | null; readonly rest: number | null },
): FunctionBuilder {
  const chunks = chunksOf(shape);
  return emitTasks(tasks, (f, task, thread) => {
    const constant = (n: number): Local => {
      const local = f.local("i32");
      f.push(n);
      f.set(local);
      return local;
    };
    const perImage = constant(chunks);
    const image = f.value("i32", "i32.div_u", [task, perImage]);
    const first = f.value("i32", "i32.mul", [
      f.value("i32", "i32.rem_u", [task, perImage]),
      constant(shape.chunk),
    ]);
    const left = f.value("i32", "i32.sub", [constant(shape.pixels), first]);
    const chunk = constant(shape.chunk);
    const smaller = f.value("i32", "i32.lt_u", [left, chunk]);
    const count = f.value("i32", "select", [left, chunk, smaller]);
    const rest = f.value("i32", "i32.and", [count, constant(15)]);
    const whole = f.value("i32", "i32.sub", [count, rest]);
    const call = (target: number, from: Local, pixels: Local): void => {
      f.get(pixels);
      f.when(() => {
        for (const local of [image, from, pixels]) f.get(local);
        pushAt(f, shape.scratch, thread, shape.scratchBytes);
        pushAt(f, shape.sums, task, shape.sumBytes);
        pushAt(f, shape.coefficients, image, shape.coefficientBytes);
        pushAt(f, shape.guards, thread, shape.guardBytes);
        f.emit("call", target);
      });
    };
    if (functions.whole !== null) call(functions.whole, first, whole);
    if (functions.rest !== null) call(functions.rest, f.value("i32", "i32.add", [first, whole]), rest);
  });
}
