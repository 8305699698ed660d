import { emitTasks, type Tasks } from "../emit/emit-tasks.ts";
import type { Plane } from "../emit/sweep-shape.ts";
import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";
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
  /** Scratch memory of the first thread, and bytes to that of the next. */
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly programs: ProgramAreas;
}

/** Memory for programs: scratch of each thread, coefficients of each image. */
export interface ProgramAreas {
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly coefficients: number;
  readonly coefficientBytes: number;
}

/** A function of the thread's number that takes windows of images and classes until none is left. */
export function emitNeighbourTasks(tasks: Tasks, shape: NeighbourTasks, target: number): FunctionBuilder {
  return emitTasks(tasks, (f, task, thread) => {
    const [left, window] = takeWindow(f, task, shape.tiling);
    const [image, classIndex] = split(f, left, shape.classes);
    for (const plane of [shape.image, shape.adjoint, shape.result]) {
      f.get(window.bytes);
      if (plane === null) {
        f.push(2);
        f.emit("i32.shr_u");
      } else {
        pushPlace(f, plane, image, classIndex);
        f.emit("i32.add");
      }
    }
    f.push(shape.scratch);
    pushTimes(f, thread, shape.scratchBytes);
    f.emit("i32.add");
    f.get(window.sides);
    f.get(image);
    const { programs } = shape;
    for (const [base, index, bytes] of [
      [programs.scratch, thread, programs.scratchBytes],
      [programs.coefficients, image, programs.coefficientBytes],
    ]) {
      f.push(base);
      pushTimes(f, index, bytes);
      f.emit("i32.add");
    }
    f.emit("call", target);
  });
}

interface Window {
  /** From the first pixel of the image to that of the window. */
  readonly bytes: Local;
  readonly sides: Sides;
}

/** Takes the number of a window off a number. Windows lie as evenly as whole pixels allow. */
function takeWindow(f: FunctionBuilder, task: Local, { space, shape, counts }: Tiling): [Local, Window] {
  const sizes = [shape.depth, shape.height, shape.width];
  const [bytes, sides] = [f.local("i32"), f.local("i32")];
  for (const local of [bytes, sides]) {
    f.push(0);
    f.set(local);
  }
  let left = task;
  let pixelBytes = 4;
  for (const axis of [2, 1, 0]) {
    const count = counts[axis];
    if (count > 1) {
      const [rest, index] = split(f, left, count);
      left = rest;
      f.get(bytes);
      pushTimes(f, index, space[axis] - sizes[axis]);
      f.push(count - 1);
      f.emit("i32.div_u");
      f.push(pixelBytes);
      f.emit("i32.mul");
      f.emit("i32.add");
      f.set(bytes);
      addSide(f, sides, 2 * (2 - axis), index, 0);
      addSide(f, sides, 2 * (2 - axis) + 1, index, count - 1);
    }
    pixelBytes *= space[axis];
  }
  return [left, { bytes, sides }];
}

/** Marks a side unless the window is the last there. */
function addSide(f: FunctionBuilder, sides: Sides, side: number, index: Local, last: number): void {
  f.get(index);
  f.push(last);
  f.emit("i32.ne");
  f.push(side);
  f.emit("i32.shl");
  f.get(sides);
  f.emit("i32.or");
  f.set(sides);
}

/** Quotient and remainder. */
function split(f: FunctionBuilder, n: Local, by: number): [Local, Local] {
  const divisor = f.local("i32");
  f.push(by);
  f.set(divisor);
  return [f.value("i32", "i32.div_u", [n, divisor]), f.value("i32", "i32.rem_u", [n, divisor])];
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
