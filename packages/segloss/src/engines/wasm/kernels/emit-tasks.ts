import { type FunctionBuilder, functionBuilder } from "../asm/function-builder.ts";
import { type I32, i32 } from "../asm/value.ts";

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
  body: (f: FunctionBuilder, task: I32, thread: I32) => void,
  before?: (f: FunctionBuilder, thread: I32) => void,
): FunctionBuilder {
  const f = functionBuilder({ thread: "i32" });
  const { thread } = f.parameters;
  before?.(f, thread);
  const task = f.local("i32");
  const more = f.local("i32");
  f.repeat(() => {
    if (shared) f.set(task, i32["atomic.rmw.add"](counter, 1));
    else {
      f.set(task, i32.load(counter));
      f.i32.store(counter, task.add(1));
    }
    f.set(more, task.lt_u(count));
    f.if(more, () => body(f, task, thread));
    return more;
  });
  return f;
}
