import { emitTasks, type Tasks } from "../codegen/emit-tasks.ts";
import type { Plane } from "../codegen/sweep-shape.ts";
import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";

/** Images and classes whose neighbours are looked at, one a task. */
export interface NeighbourTasks {
  readonly image: Plane;
  readonly result: Plane;
  readonly classes: number;
  /** Scratch memory of the first thread, and bytes to that of the next. */
  readonly scratch: number;
  readonly scratchBytes: number;
}

/** A function of the thread's number that takes images and classes until none is left. */
export function emitNeighbourTasks(tasks: Tasks, shape: NeighbourTasks, target: number): FunctionBuilder {
  return emitTasks(tasks, (f, task, thread) => {
    const classes = f.local("i32");
    f.push(shape.classes);
    f.set(classes);
    const image = f.value("i32", "i32.div_u", [task, classes]);
    const classIndex = f.value("i32", "i32.rem_u", [task, classes]);
    pushPlace(f, shape.image, image, classIndex);
    pushPlace(f, shape.result, image, classIndex);
    f.push(shape.scratch);
    pushTimes(f, thread, shape.scratchBytes);
    f.emit("i32.add");
    f.emit("call", target);
  });
}

/** Address of an image of a class. */
function pushPlace(f: FunctionBuilder, plane: Plane, image: Local, classIndex: Local): void {
  f.push(plane.address);
  pushTimes(f, image, plane.imageBytes);
  f.emit("i32.add");
  pushTimes(f, classIndex, plane.classBytes);
  f.emit("i32.add");
}

function pushTimes(f: FunctionBuilder, index: Local, bytes: number): void {
  f.get(index);
  f.push(bytes);
  f.emit("i32.mul");
}
