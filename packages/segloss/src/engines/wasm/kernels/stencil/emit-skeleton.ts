import type { Program } from "../../../../program/program.ts";
import type { NeighbourJob, Operand } from "../../../../program/schedule/neighbour-job.ts";
import { type Callee, type FunctionBuilder, functionBuilder } from "../../asm/function-builder.ts";
import type { I32 } from "../../asm/value.ts";
import { emitErode, emitErodeBack } from "./emit-erode.ts";
import { emitDilateBack, emitFold, emitOpen } from "./emit-open.ts";
import { emitCompute, emitCrop, emitPad, type RowFunctions } from "./emit-window.ts";
import { planesOf, type Tiling } from "./tiles.ts";

/** Adds a function to the module under a name, once. */
export type AddFunction = (name: string, make: () => FunctionBuilder) => Callee;

/** The functions of a program that computes rows, added when they are asked for. */
export type AddRows = (program: Program) => { readonly name: string } & RowFunctions;

/**
 * The function of a job: (image, adjoint, result, scratch, sides, n, sweep, coefficients), addresses of a window of an
 * image of one class and of scratch memory, and the sides beyond which the image goes on; in place of an address the
 * first pixel of what a program computes, for which the rest is: number of the image, scratch memory of a sweep, row of
 * coefficients. The levels of the skeleton (see
 * `formula/ops/soft-skeleton.ts`) are calls in a row, each on as much around the pixels that are wanted as the next
 * ones need to be right: what is further out is not, and reaches no pixel that is wanted.
 */
export function emitSkeleton(
  job: NeighbourJob,
  tiling: Tiling,
  add: AddFunction,
  addRows: AddRows,
): FunctionBuilder {
  const { shape } = tiling;
  const f = functionBuilder(PARAMETERS);
  const scratch = (bytes: number): I32 => f.let(f.parameters.scratch.add(bytes));
  const drawing: Drawing = {
    ...{ f, job, tiling, add, addRows },
    plane: (k) => scratch(k * shape.planeBytes),
    buffers: scratch(planesOf(job) * shape.planeBytes),
  };
  if (job.op === "skeleton") emitValue(drawing, job.iterations);
  else emitSlope(drawing, job.iterations);
  return f;
}

const PARAMETERS = ["image", "adjoint", "result", "scratch", "sides", "n", "sweep", "coefficients"] as const;
type Parameter = (typeof PARAMETERS)[number];

interface Drawing {
  readonly f: FunctionBuilder<Record<Parameter, "i32">>;
  readonly job: NeighbourJob;
  readonly tiling: Tiling;
  readonly add: AddFunction;
  readonly addRows: AddRows;
  plane(k: number): I32;
  readonly buffers: I32;
}

/** Calls a function on the pixels that are wanted and `around` more at each side. */
function call(
  { f, tiling, add }: Drawing,
  name: keyof typeof FUNCTIONS,
  around: number,
  ...addresses: I32[]
): void {
  const target = add(`${name} ${tiling.shape.key}`, () => FUNCTIONS[name](tiling));
  f.call(target, ...addresses, tiling.halo - around, f.parameters.sides);
}

/** Brings the rows of an operand, wanted so far around, to a plane. */
function fetch(to: Drawing, operand: Operand, window: I32, plane: I32, around: number): void {
  if (typeof operand === "number") {
    call(to, "pad", around, plane, window);
    return;
  }
  const { f, tiling, add, addRows } = to;
  const rows = addRows(operand);
  const target = add(`compute ${rows.name} ${tiling.shape.key}`, () => emitCompute(tiling, rows));
  const { sides, n, sweep, coefficients } = f.parameters;
  f.call(target, plane, window, n, sweep, coefficients, tiling.halo - around, sides);
}

const FUNCTIONS = {
  pad: emitPad,
  crop: emitCrop,
  erode: ({ shape }: Tiling) => emitErode(shape),
  erodeBack: ({ shape }: Tiling) => emitErodeBack(shape),
  dilateBack: ({ shape }: Tiling) => emitDilateBack(shape),
  fold: ({ shape }: Tiling) => emitFold(shape),
  open: ({ shape }: Tiling) => emitOpen(shape, false),
  openAndKeep: ({ shape }: Tiling) => emitOpen(shape, true),
} as const;

function emitValue(to: Drawing, iterations: number): void {
  let [image, eroded] = [to.plane(0), to.plane(1)];
  const skeleton = to.plane(2);
  fetch(to, to.job.image, to.f.parameters.image, image, to.tiling.halo);
  clear(to, skeleton);
  for (let k = 0; k <= iterations; k++) {
    call(to, "erode", iterations - k + 1, image, eroded);
    call(to, "open", 0, eroded, image, skeleton, skeleton, skeleton, to.buffers);
    [image, eroded] = [eroded, image];
  }
  call(to, "crop", 0, skeleton, to.f.parameters.result);
}

function emitSlope(to: Drawing, iterations: number): void {
  const levels = iterations + 1;
  const images = Array.from({ length: levels + 1 }, (_, k) => to.plane(k));
  const ridges = Array.from({ length: levels }, (_, k) => to.plane(levels + 1 + k));
  const skeletons = Array.from({ length: levels }, (_, k) => to.plane(2 * levels + 1 + k));
  const adjoint = to.plane(3 * levels + 1);
  let [own, after] = [to.plane(3 * levels + 2), to.plane(3 * levels + 3)];
  // How far from the pixels that are wanted the last level still matters.
  const reach = levels + 1;
  fetch(to, to.job.image, to.f.parameters.image, images[0], to.tiling.halo);
  clear(to, skeletons[0]);
  for (let k = 0; k < levels; k++) {
    call(to, "erode", reach + levels - k, images[k], images[k + 1]);
    // The last skeleton is nobody's: it goes where something else will be written.
    const next = skeletons[k + 1] ?? own;
    call(to, "openAndKeep", reach, images[k + 1], images[k], skeletons[k], next, ridges[k], to.buffers);
  }
  fetch(to, to.job.adjoint, to.f.parameters.adjoint, adjoint, reach);
  clear(to, after);
  for (let k = levels - 1; k >= 0; k--) {
    call(to, "fold", k + 2, adjoint, skeletons[k], ridges[k], own);
    call(to, "dilateBack", k + 2, own, images[k + 1], after, to.buffers);
    call(to, "erodeBack", k + 1, after, images[k], images[k + 1], own, to.buffers);
    [own, after] = [after, own];
  }
  call(to, "crop", 0, after, to.f.parameters.result);
}

function clear({ f, tiling }: Drawing, plane: I32): void {
  f.memory.fill(plane, 0, tiling.shape.planeBytes);
}
