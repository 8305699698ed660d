import type { Callee, FunctionBuilder } from "../asm/function-builder.ts";
import type { I32 } from "../asm/value.ts";
import { type Area, partOf } from "../tasks/area.ts";
import type { Tasks } from "../tasks/each-task.ts";
import { emitTasks } from "../tasks/emit-tasks.ts";

/** Pixels that are one task, and where the sweep finds its things. */
export interface SweepTasks {
  readonly pixels: number;
  readonly chunk: number;
  readonly scratch: Area;
  readonly sums: Area;
  readonly coefficients: Area;
  readonly guards: Area;
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
    const call = (target: Callee, from: I32, pixels: I32): void =>
      f.if(pixels, () => {
        const { scratch, sums, coefficients, guards } = shape;
        const places = [
          partOf(scratch, thread),
          partOf(sums, task),
          partOf(coefficients, image),
          partOf(guards, thread),
        ];
        f.call(target, image, from, pixels, ...places);
      });
    if (functions.whole !== null) call(functions.whole, first, whole);
    if (functions.rest !== null) call(functions.rest, f.let(first.add(whole)), rest);
  });
}
