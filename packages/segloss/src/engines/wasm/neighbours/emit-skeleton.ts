import { type FunctionBuilder, functionBuilder, type Local } from "../encoder/function-builder.ts";
import { emitErode, emitErodeBack } from "./emit-erode.ts";
import { emitDilateBack, emitFold, emitOpen } from "./emit-open.ts";
import type { NeighbourJob } from "./neighbour-job.ts";
import { alongRow, copyEdges, FIRST, forEachRow, type Padded, padded, store, sum } from "./padded.ts";

/** Adds a function to the module under a name, once; returns the number by which others call it. */
export type AddFunction = (name: string, make: () => FunctionBuilder) => number;

/** Bytes of scratch memory for a job: padded images, then four rows. */
export function neighbourBytes(job: NeighbourJob, space: readonly number[]): number {
  const shape = padded(space);
  return planesOf(job) * shape.planeBytes + 4 * shape.rowBytes;
}

/** Images, ridges and skeletons of every level and three adjoints; two images and a skeleton without a slope. */
function planesOf({ op, iterations }: NeighbourJob): number {
  return op === "skeleton" ? 3 : 3 * iterations + 7;
}

/**
 * The function of a job, with parameters address of the image, address of the result, address of scratch memory: an
 * image of one class. The levels of the skeleton (see `formula/ops/soft-skeleton.ts`) are calls in a row.
 */
export function emitSkeleton(job: NeighbourJob, space: readonly number[], add: AddFunction): FunctionBuilder {
  const shape = padded(space);
  const f = functionBuilder(["i32", "i32", "i32"]);
  const rows = planesOf(job) * shape.planeBytes;
  const scratch = (bytes: number): Local => {
    f.get(2);
    f.push(bytes);
    f.emit("i32.add");
    const local = f.local("i32");
    f.set(local);
    return local;
  };
  const drawing: Drawing = {
    f,
    shape,
    add,
    plane: (k) => scratch(k * shape.planeBytes),
    buffers: scratch(rows),
  };
  if (job.op === "skeleton") emitValue(drawing, job.iterations);
  else emitSlope(drawing, job.iterations);
  return f;
}

interface Drawing {
  readonly f: FunctionBuilder;
  readonly shape: Padded;
  readonly add: AddFunction;
  plane(k: number): Local;
  readonly buffers: Local;
}

function call({ f, shape, add }: Drawing, name: keyof typeof FUNCTIONS, ...addresses: Local[]): void {
  const target = add(name, () => FUNCTIONS[name](shape));
  for (const address of addresses) f.get(address);
  f.emit("call", target);
}

const FUNCTIONS = {
  pad: emitPad,
  crop: emitCrop,
  erode: emitErode,
  erodeBack: emitErodeBack,
  dilateBack: emitDilateBack,
  fold: emitFold,
  open: (shape: Padded) => emitOpen(shape, false),
  openAndKeep: (shape: Padded) => emitOpen(shape, true),
} as const;

function emitValue(to: Drawing, iterations: number): void {
  let [image, eroded] = [to.plane(0), to.plane(1)];
  const skeleton = to.plane(2);
  call(to, "pad", 0, image);
  clear(to, skeleton);
  for (let k = 0; k <= iterations; k++) {
    call(to, "erode", image, eroded);
    call(to, "open", eroded, image, skeleton, skeleton, skeleton, to.buffers);
    [image, eroded] = [eroded, image];
  }
  call(to, "crop", skeleton, 1);
}

function emitSlope(to: Drawing, iterations: number): void {
  const levels = iterations + 1;
  const images = Array.from({ length: levels + 1 }, (_, k) => to.plane(k));
  const ridges = Array.from({ length: levels }, (_, k) => to.plane(levels + 1 + k));
  const skeletons = Array.from({ length: levels }, (_, k) => to.plane(2 * levels + 1 + k));
  const adjoint = to.plane(3 * levels + 1);
  let [own, after] = [to.plane(3 * levels + 2), to.plane(3 * levels + 3)];
  call(to, "pad", 0, images[0]);
  clear(to, skeletons[0]);
  for (let k = 0; k < levels; k++) {
    call(to, "erode", images[k], images[k + 1]);
    // The last skeleton is nobody's: it goes where something else will be written.
    const next = skeletons[k + 1] ?? own;
    call(to, "openAndKeep", images[k + 1], images[k], skeletons[k], next, ridges[k], to.buffers);
  }
  call(to, "pad", 1, adjoint);
  clear(to, after);
  for (let k = levels - 1; k >= 0; k--) {
    call(to, "fold", adjoint, skeletons[k], ridges[k], own);
    call(to, "dilateBack", own, images[k + 1], after, to.buffers);
    call(to, "erodeBack", after, images[k], images[k + 1], own, to.buffers);
    [own, after] = [after, own];
  }
  call(to, "crop", after, 1);
}

function clear({ f, shape }: Drawing, plane: Local): void {
  f.get(plane);
  f.push(0);
  f.push(shape.planeBytes);
  f.emit("memory.fill");
}

/** pad(from, to): rows to their places, edges beside them. Reads up to three values past the end. */
function emitPad(shape: Padded): FunctionBuilder {
  const f = functionBuilder(["i32", "i32"]);
  forEachRow(f, shape, ({ offset }) => {
    const to = sum(f, 1, offset);
    alongRow(f, shape, (x) =>
      store(f, sum(f, to, x), f.vector("v128.load", [f.value("i32", "i32.add", [0, x])], 0)),
    );
    copyEdges(f, shape, to);
    f.advance(0, 4 * shape.width);
  });
  return f;
}

/** crop(from, to): the inverse of `pad`. */
function emitCrop(shape: Padded): FunctionBuilder {
  const f = functionBuilder(["i32", "i32"]);
  forEachRow(f, shape, ({ offset }) => {
    f.get(1);
    f.get(sum(f, 0, offset));
    f.push(FIRST);
    f.emit("i32.add");
    f.push(4 * shape.width);
    f.emit("memory.copy");
    f.advance(1, 4 * shape.width);
  });
  return f;
}
