import type { FunctionBuilder } from "../asm/function-builder.ts";
import { type I32, i32 } from "../asm/value.ts";

/** Tasks that threads take one after the other from a counter. */
export interface Tasks {
  /** Address of the counter: the next task that nobody has. */
  readonly counter: number;
  readonly count: number | I32;
  /** Whether other threads take from it too. */
  readonly shared: boolean;
}

/** Does tasks until no thread finds one. */
export function eachTask(
  f: FunctionBuilder,
  { counter, count, shared }: Tasks,
  body: (task: I32) => void,
): void {
  const task = f.local("i32");
  const more = f.local("i32");
  f.repeat(() => {
    if (shared) f.set(task, i32["atomic.rmw.add"](counter, 1));
    else {
      f.set(task, i32.load(counter));
      f.i32.store(counter, task.add(1));
    }
    f.set(more, task.lt_u(count));
    f.if(more, () => body(task));
    return more;
  });
}
