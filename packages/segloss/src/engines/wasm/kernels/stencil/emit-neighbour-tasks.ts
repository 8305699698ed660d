import type { Callee, FunctionBuilder } from "../../asm/function-builder.ts";
import { type I32, i32 } from "../../asm/value.ts";
import type { Plane } from "../../emit/sweep-shape.ts";
import { type Area, partOf } from "../../tasks/area.ts";
import type { Tasks } from "../../tasks/each-task.ts";
import { emitTasks } from "../../tasks/emit-tasks.ts";
import type { Sides } from "./padded.ts";
import type { Tiling } from "./tiles.ts";

/** Windows of images and classes whose neighbours are looked at, one a task. */
export interface NeighbourTasks {
  /** Null for what a program computes. */
  readonly image: Plane | null;
  readonly adjoint: Plane | null;
  readonly result: Plane;
  readonly classes: number;
  readonly tiling: Tiling;
  /** Memory of windows of each thread; for programs, scratch of each thread and coefficients of each image. */
  readonly areas: Readonly<Record<"rank" | "scratch" | "coefficients", Area>>;
}

/** A function of the thread's number that takes windows of images and classes until none is left. */
export function emitNeighbourTasks(tasks: Tasks, shape: NeighbourTasks, target: Callee): FunctionBuilder {
  return emitTasks(tasks, (f, task, thread) => {
    const { left, bytes, sides } = takeWindow(f, task, shape.tiling);
    const classIndex = f.let(left.rem_u(shape.classes));
    const image = f.let(left.div_u(shape.classes));
    const place = (plane: Plane | null): I32 =>
      plane === null ? bytes.shr_u(2) : bytes.add(placeOf(plane, image, classIndex));
    const { rank, scratch, coefficients } = shape.areas;
    const places = [shape.image, shape.adjoint, shape.result].map(place);
    const ofPrograms = [image, partOf(scratch, thread), partOf(coefficients, image)];
    f.call(target, ...places, partOf(rank, thread), sides, ...ofPrograms);
  });
}

/** What is left of a task's number, bytes from the first pixel of the image to that of the window, its sides. */
interface Window {
  readonly left: I32;
  readonly bytes: I32;
  readonly sides: Sides;
}

/** Takes the number of a window off a number. Windows lie as evenly as whole pixels allow. */
function takeWindow(f: FunctionBuilder, task: I32, { space, shape, counts }: Tiling): Window {
  const sizes = [shape.depth, shape.height, shape.width];
  const [bytes, sides] = [f.local("i32", 0), f.local("i32", 0)];
  let left = task;
  let pixelBytes = 4;
  for (const axis of [2, 1, 0]) {
    const count = counts[axis];
    if (count > 1) {
      const index = f.let(left.rem_u(count));
      left = f.let(left.div_u(count));
      const first = index.mul(space[axis] - sizes[axis]).div_u(count - 1);
      f.advance(bytes, first.mul(pixelBytes));
      // Marks a side unless the window is the last there.
      for (const [side, last] of [0, count - 1].entries())
        f.set(
          sides,
          index
            .ne(last)
            .shl(2 * (2 - axis) + side)
            .or(sides),
        );
    }
    pixelBytes *= space[axis];
  }
  return { left, bytes, sides };
}

/** Address of an image of a class. */
function placeOf(plane: Plane, image: I32, classIndex: I32): I32 {
  return i32.add(plane.address, image.mul(plane.imageBytes)).add(classIndex.mul(plane.classBytes));
}
