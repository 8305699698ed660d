import { checkOptions } from "../../../../door/check-options.ts";
import { ANY, RECORD } from "../../../../door/kinds.ts";
import { readLabels } from "../../../../door/read-labels.ts";
import {
  COMPONENTS_OPTIONS,
  type Components,
  type ComponentsOptions,
} from "../../../../fields/connected-components.ts";
import {
  DISTANCE_OPTIONS,
  distanceTransform,
  squaredDistanceTransform,
} from "../../../../fields/distance-transform.ts";
import { checkOutput, gridAxes, type LabelArray } from "../../../../fields/grid.ts";
import { nearestCells } from "../../../../fields/nearest-cells.ts";
import { signedDistance } from "../../../../fields/signed-distance.ts";
import { checkUnetOptions, type UnetWeightsOptions, unetWeights } from "../../../../fields/unet-weights.ts";
import { lacksSimd } from "../../host/features.ts";
import { engineMemory } from "../../host/memory.ts";
import { soloPool } from "../../host/pool.ts";
import { labelBits } from "./column-cells.ts";
import { FINISHES } from "./distance-passes.ts";
import { cellPasses, distancePasses } from "./field-passes.ts";
import { type FieldRoom, fieldRoom } from "./field-room.ts";
import type { JobNumbers } from "./job.ts";
import { type FieldLayout, fieldLayout, fitsKernels, pixelsOf } from "./layout.ts";
import { narrowLabels } from "./narrow-labels.ts";
import { putLabels, putMask } from "./upload.ts";
import { wasmComponents } from "./wasm-components.ts";

export interface WasmDistanceOptions {
  /** Pixel size along each axis of the shape, in the unit of the result. Default: 1 along each. */
  readonly spacing?: readonly number[];
  /** Where to write the result, one value per pixel. Default: a new array. */
  readonly output?: Float32Array;
}

/** Distances to the nearest and to the second nearest cell, one value per pixel each. */
export interface WasmNearestCells {
  readonly d1: Float32Array;
  readonly d2: Float32Array;
}

export interface WasmNearestCellsOptions {
  readonly spacing?: readonly number[];
  readonly output?: WasmNearestCells;
}

/**
 * The functions of `segloss/fields` of the same names, in single precision on WebAssembly. Squared distances in whole
 * pixels are exact below 2^23, that is up to 2896 pixels, whatever the size of the image, so that distances are those
 * of the double precision functions rounded once; beyond, and with other spacings, they are within 3e-7 of them,
 * relatively.
 *
 * Images with a first axis of 65535 pixels or more, and grids that wrap, are passed to those functions.
 */
export interface WasmFields {
  /** Distance to the nearest nonzero pixel; Infinity when there is none. */
  distanceTransform(mask: LabelArray, shape: readonly number[], options?: WasmDistanceOptions): Float32Array;
  squaredDistanceTransform(
    mask: LabelArray,
    shape: readonly number[],
    options?: WasmDistanceOptions,
  ): Float32Array;
  /** Distance to the other side of the border, negative inside; 0 for an empty or full mask. */
  signedDistance(mask: LabelArray, shape: readonly number[], options?: WasmDistanceOptions): Float32Array;
  /** Distances to the nearest two cells. */
  nearestCells(
    labels: LabelArray,
    shape: readonly number[],
    options?: WasmNearestCellsOptions,
  ): WasmNearestCells;
  /** U-Net's pixel weights, within 1e-6 of them relatively. */
  unetWeights(labels: LabelArray, shape: readonly number[], options?: UnetWeightsOptions): Float32Array;
  /** Connected components of equal values, numbered in the order of their first pixels. */
  connectedComponents(values: LabelArray, shape: readonly number[], options?: ComponentsOptions): Components;
  /** Bytes of WebAssembly memory that are held: those of the largest image so far. */
  usedBytes(): number;
  /** Gives the memory back; the next call takes it again. */
  dispose(): void;
}

/**
 * Fields on WebAssembly on this thread; the wasm engine has them with its threads, as `fields`. The kernels are compiled
 * by the first call, in some milliseconds.
 * @throws Error when the host has no WebAssembly SIMD, or its policy forbids it.
 *
 * @example const weights = wasmFields().unetWeights(labels, [512, 512], { sigma: 5 })
 */
export function wasmFields(): WasmFields {
  const lack = lacksSimd("the functions of the same names in segloss/fields");
  if (lack !== undefined) throw new Error(lack);
  const memory = engineMemory(false);
  return fieldsIn(fieldRoom(memory, soloPool()), () => memory.used());
}

export function fieldsIn(room: FieldRoom, usedBytes: () => number): WasmFields {
  const distances =
    (finish: keyof typeof SLOW): WasmFields["distanceTransform"] =>
    (mask, shape, options = {}) => {
      checkOptions("distances", options, DISTANCE_OPTIONS);
      return distanceField(room, finish, readLabels("mask", mask), shape, options);
    };
  return {
    distanceTransform: distances("distances"),
    squaredDistanceTransform: distances("squares"),
    signedDistance: distances("signed"),
    nearestCells: (labels, shape, options = {}) => {
      checkOptions("nearestCells", options, { spacing: ANY, output: RECORD });
      return cellDistances(room, readLabels("labels", labels), shape, options);
    },
    unetWeights: (labels, shape, options = {}) => weights(room, readLabels("labels", labels), shape, options),
    connectedComponents: (values, shape, options = {}) => {
      checkOptions("connectedComponents", options, COMPONENTS_OPTIONS);
      return wasmComponents(room, readLabels("values", values), shape, options);
    },
    usedBytes,
    dispose: () => room.dispose(),
  };
}

/** What images are left to that the kernels do not reach. */
const SLOW = {
  squares: squaredDistanceTransform,
  distances: distanceTransform,
  signed: signedDistance,
} as const;

function distanceField(
  room: FieldRoom,
  finish: keyof typeof SLOW,
  mask: LabelArray,
  shape: readonly number[],
  { output, ...options }: WasmDistanceOptions,
): Float32Array {
  gridAxes("mask", mask.length, shape, options.spacing);
  const result = outputFor("output", output, mask);
  const layout = fieldLayout(1, shape, options.spacing);
  if (!fitsKernels(layout)) {
    result.set(SLOW[finish](mask, shape, options));
    return result;
  }
  const { planes, kernels } = distancePasses(layout);
  const places = room.prepare(layout, { ...planes, out1: 4 });
  putMask(room.buffer(), places.mask as number, mask, layout);
  const oneSided = finish === "signed" ? 0 : -1;
  room.run(kernels, layout, { ...places, oneSided, finish: FINISHES.indexOf(finish) });
  take(room, places.out1, layout, result);
  return result;
}

/** The caller's array, or one of its own. */
function outputFor(name: string, output: Float32Array | undefined, { length }: LabelArray): Float32Array {
  const result = output ?? new Float32Array(length);
  checkOutput(name, result, length);
  return result;
}

function take(room: FieldRoom, address: number | undefined, layout: FieldLayout, to: Float32Array): void {
  to.set(new Float32Array(room.buffer(), address, pixelsOf(layout)));
}

function cellDistances(
  room: FieldRoom,
  labels: LabelArray,
  shape: readonly number[],
  { output, ...options }: WasmNearestCellsOptions,
): WasmNearestCells {
  gridAxes("labels", labels.length, shape, options.spacing);
  const d1 = outputFor("output.d1", output?.d1, labels);
  const d2 = outputFor("output.d2", output?.d2, labels);
  const layout = fieldLayout(1, shape, options.spacing);
  const places = runCells(room, layout, labels, "lastCells", {});
  if (places) {
    take(room, places.out1, layout, d1);
    take(room, places.out2, layout, d2);
  } else {
    const slow = nearestCells(labels, shape, options);
    d1.set(slow.d1);
    d2.set(slow.d2);
  }
  return { d1, d2 };
}

/** The passes of the nearest two cells; where outputs are, undefined when the kernels do not reach. */
function runCells(
  room: FieldRoom,
  layout: FieldLayout,
  labels: LabelArray,
  last: "lastCells" | "lastWeights",
  numbers: JobNumbers,
): { readonly out1?: number; readonly out2?: number } | undefined {
  const narrow = fitsKernels(layout) ? narrowLabels(labels, labelBits(layout.slices)) : null;
  if (!narrow) return undefined;
  const { planes, kernels } = cellPasses(layout, last);
  const places = room.prepare(layout, { ...planes, out1: 4, ...(last === "lastCells" && { out2: 4 }) });
  putLabels(room.buffer(), places.labels as number, narrow, layout);
  room.run(kernels, layout, { ...places, ...numbers });
  return places;
}

function weights(
  room: FieldRoom,
  labels: LabelArray,
  shape: readonly number[],
  options: UnetWeightsOptions,
): Float32Array {
  const { w0, sigma, only, spacing, output } = checkUnetOptions(options);
  gridAxes("labels", labels.length, shape, spacing);
  const result = outputFor("output", output, labels);
  const layout = fieldLayout(1, shape, spacing);
  const background = only === "background" ? -1 : 0;
  const exponent = -0.5 * (layout.unit / sigma) ** 2;
  const places = runCells(room, layout, labels, "lastWeights", { background, w0, exponent });
  if (!places) return unetWeights(labels, shape, { ...options, output: result });
  take(room, places.out1, layout, result);
  return result;
}
