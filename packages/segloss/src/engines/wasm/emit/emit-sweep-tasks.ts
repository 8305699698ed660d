import type { Callee, FunctionBuilder } from "../asm/function-builder.ts";
import { type I32, i32 } from "../asm/value.ts";
import type { Tasks } from "../kernels/each-task.ts";
import { emitTasks } from "../kernels/emit-tasks.ts";

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
  functions: { readonly whole: Callee | null; readonly rest: Callee | null },
): FunctionBuilder {
  return emitTasks(tasks, (f, task, thread) => {
    const perImage = f.local("i32", chunksOf(shape));
    const image = f.let(task.div_u(perImage));
    const first = f.let(f.let(task.rem_u(perImage)).mul(f.local("i32", shape.chunk)));
    const left = f.let(f.local("i32", shape.pixels).sub(first));
    const chunk = f.local("i32", shape.chunk);
    const count = f.let(f.let(left.lt_u(chunk)).choose(left, chunk));
    const rest = f.let(count.and(f.local("i32", 15)));
    const whole = f.let(count.sub(rest));
    const at = (base: number, index: I32, bytes: number): I32 => i32.add(base, index.mul(bytes));
    const call = (target: Callee, from: I32, pixels: I32): void =>
      f.if(pixels, () => {
        const { scratch, sums, coefficients, guards } = shape;
        f.call(
          target,
          ...[image, from, pixels, at(scratch, thread, shape.scratchBytes), at(sums, task, shape.sumBytes)],
          ...[at(coefficients, image, shape.coefficientBytes), at(guards, thread, shape.guardBytes)],
        );
      });
    if (functions.whole !== null) call(functions.whole, first, whole);
    if (functions.rest !== null) call(functions.rest, f.let(first.add(whole)), rest);
  });
}
