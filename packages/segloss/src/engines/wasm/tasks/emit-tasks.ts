import { type FunctionBuilder, functionBuilder } from "../asm/function-builder.ts";
import type { I32 } from "../asm/value.ts";
import { eachTask, type Tasks } from "./each-task.ts";

/** A function of the thread's number that does tasks until none is left; `before` is what it does first. */
export function emitTasks(
  tasks: Tasks,
  body: (f: FunctionBuilder, task: I32, thread: I32) => void,
  before?: (f: FunctionBuilder, thread: I32) => void,
): FunctionBuilder {
  const f = functionBuilder(["thread"]);
  const { thread } = f.parameters;
  before?.(f, thread);
  eachTask(f, tasks, (task) => body(f, task, thread));
  return f;
}
