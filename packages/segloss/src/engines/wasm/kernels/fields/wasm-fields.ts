import { checkOptions } from "../../../../door/check-options.ts";
import { ANY, RECORD } from "../../../../door/kinds.ts";
import { readLabels } from "../../../../door/read-labels.ts";
import {
  COMPONENTS_OPTIONS,
  type Components,
  type ComponentsOptions,
} from "../../../../fields/connected-components.ts";
import { DISTANCE_OPTIONS, squaredDistanceTransform } from "../../../../fields/distance-transform.ts";
import { checkOutput, gridAxes, type LabelArray } from "../../../../fields/grid.ts";
import { nearestCells } from "../../../../fields/nearest-cells.ts";
import { signedDistance } from "../../../../fields/signed-distance.ts";
import { checkUnetOptions, type UnetWeightsOptions, unetWeights } from "../../../../fields/unet-weights.ts";
import { lacksSimd } from "../../host/features.ts";
import { engineMemory } from "../../host/memory.ts";
import { soloPool } from "../../host/pool.ts";
import { SHORT_LABELS, SHORT_STEPS } from "./column-cells-short.ts";
import { FINISHES } from "./distance-passes.ts";
import type { FieldKernel } from "./field-module.ts";
import { type FieldRoom, fieldRoom, type RunWords } from "./field-room.ts";
import { type FieldLayout, fieldLayout, fitsKernels, pixelsOf } from "./layout.ts";
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
    (finish: (typeof FINISHES)[number]) =>
    (mask: LabelArray, shape: readonly number[], options: WasmDistanceOptions = {}): Float32Array =>
      distanceField(room, finish, mask, shape, options);
  return withLabels({
    distanceTransform: distances("distances"),
    squaredDistanceTransform: distances("squares"),
    signedDistance: distances("signed"),
    nearestCells: (labels, shape, options = {}) => cellDistances(room, labels, shape, options),
    unetWeights: (labels, shape, options = {}) => weights(room, labels, shape, options),
    connectedComponents: (values, shape, options = {}) => wasmComponents(room, values, shape, options),
    usedBytes,
    dispose: () => room.dispose(),
  });
}

/** The functions with what the functions of the same names in `fields` do at their door. */
function withLabels(fields: WasmFields): WasmFields {
  return {
    ...fields,
    distanceTransform: (mask, shape, options = {}) =>
      fields.distanceTransform(readLabels("mask", mask), shape, checked(options)),
    squaredDistanceTransform: (mask, shape, options = {}) =>
      fields.squaredDistanceTransform(readLabels("mask", mask), shape, checked(options)),
    signedDistance: (mask, shape, options = {}) =>
      fields.signedDistance(readLabels("mask", mask), shape, checked(options)),
    nearestCells: (labels, shape, options = {}) => {
      checkOptions("nearestCells", options, { spacing: ANY, output: RECORD });
      return fields.nearestCells(readLabels("labels", labels), shape, options);
    },
    unetWeights: (labels, shape, options = {}) =>
      fields.unetWeights(readLabels("labels", labels), shape, options),
    connectedComponents: (values, shape, options = {}) => {
      checkOptions("connectedComponents", options, COMPONENTS_OPTIONS);
      return fields.connectedComponents(readLabels("values", values), shape, options);
    },
  };
}

function checked(options: WasmDistanceOptions): WasmDistanceOptions {
  checkOptions("distances", options, DISTANCE_OPTIONS);
  return options;
}

function distanceField(
  room: FieldRoom,
  finish: (typeof FINISHES)[number],
  mask: LabelArray,
  shape: readonly number[],
  { spacing, output }: WasmDistanceOptions,
): Float32Array {
  gridAxes("mask", mask.length, shape, spacing);
  const result = output ?? new Float32Array(mask.length);
  checkOutput("output", result, mask.length);
  const layout = fieldLayout(1, shape, spacing);
  if (!fitsKernels(layout)) {
    result.set(slowDistances(finish, mask, shape, spacing));
    return result;
  }
  const planes = room.prepare(layout, { mask: 1, steps: 2, squares: layout.lines > 1 ? 4 : 0, out1: 4 });
  putMask(room.buffer(), planes.mask as number, mask, layout);
  const oneSided = finish === "signed" ? 0 : -1;
  runDistances(room, layout, { ...planes, oneSided, finish: FINISHES.indexOf(finish) });
  result.set(output1(room, planes.out1 as number, layout));
  return result;
}

/** The passes of a distance transform. */
export function runDistances(
  room: FieldRoom,
  layout: FieldLayout,
  integers: NonNullable<RunWords["integers"]>,
): void {
  room.run(distanceKernels(layout), layout, { integers });
}

export function distanceKernels({ lines }: FieldLayout): FieldKernel[] {
  return lines > 1 ? ["columnSteps", "middlePass", "lastPass"] : ["columnSteps", "lastPass"];
}

function output1(room: FieldRoom, address: number, layout: FieldLayout): Float32Array {
  return new Float32Array(room.buffer(), address, pixelsOf(layout));
}

function slowDistances(
  finish: (typeof FINISHES)[number],
  mask: LabelArray,
  shape: readonly number[],
  spacing: readonly number[] | undefined,
): Float64Array {
  const options = spacing ? { spacing } : {};
  if (finish === "signed") return signedDistance(mask, shape, options);
  const squared = squaredDistanceTransform(mask, shape, options);
  return finish === "squares" ? squared : squared.map(Math.sqrt);
}

function cellDistances(
  room: FieldRoom,
  labels: LabelArray,
  shape: readonly number[],
  { spacing, output }: WasmNearestCellsOptions,
): WasmNearestCells {
  gridAxes("labels", labels.length, shape, spacing);
  const d1 = output?.d1 ?? new Float32Array(labels.length);
  const d2 = output?.d2 ?? new Float32Array(labels.length);
  checkOutput("output.d1", d1, labels.length);
  checkOutput("output.d2", d2, labels.length);
  const layout = fieldLayout(1, shape, spacing);
  if (!fitsKernels(layout)) {
    const slow = nearestCells(labels, shape, spacing ? { spacing } : {});
    d1.set(slow.d1);
    d2.set(slow.d2);
    return { d1, d2 };
  }
  const planes = room.prepare(layout, { ...CELL_PLANES, out1: 4, out2: 4 });
  putLabels(room.buffer(), planes.labels as number, labels, layout);
  runCells(room, layout, [labels], "lastCells", { integers: planes });
  d1.set(output1(room, planes.out1 as number, layout));
  d2.set(output1(room, planes.out2 as number, layout));
  return { d1, d2 };
}

/** Bytes per pixel of what the order-2 passes need beside outputs. */
export const CELL_PLANES = { labels: 4, near1: 4, near2: 4, cell1: 4, cell2: 4 } as const;

/** The passes of the nearest two cells of labelled images. */
export function runCells(
  room: FieldRoom,
  layout: FieldLayout,
  labels: readonly LabelArray[],
  last: "lastCells" | "lastWeights",
  words: RunWords,
): void {
  const short = layout.slices < SHORT_STEPS && labels.every(areShort);
  room.run(cellKernels(layout, short, last), layout, words);
}

export function cellKernels(
  { lines }: FieldLayout,
  short: boolean,
  last: "lastCells" | "lastWeights",
): FieldKernel[] {
  const columns = short ? "columnCellsShort" : "columnCells";
  return lines > 1 ? [columns, "middleCells", last] : [columns, last];
}

/** Whether all labels are from 0 to 65535. */
function areShort(labels: LabelArray): boolean {
  if (labels instanceof Uint8Array || labels instanceof Uint16Array) return true;
  let bits = 0;
  for (let i = 0; i < labels.length; i++) bits |= labels[i];
  return bits >>> 0 < SHORT_LABELS;
}

function weights(
  room: FieldRoom,
  labels: LabelArray,
  shape: readonly number[],
  options: UnetWeightsOptions,
): Float32Array {
  const { w0, sigma, only, spacing, output } = checkUnetOptions(options);
  gridAxes("labels", labels.length, shape, spacing);
  const result = output ?? new Float32Array(labels.length);
  checkOutput("output", result, labels.length);
  const layout = fieldLayout(1, shape, spacing);
  if (!fitsKernels(layout)) return unetWeights(labels, shape, { ...options, output: result });
  const planes = room.prepare(layout, { ...CELL_PLANES, out1: 4 });
  putLabels(room.buffer(), planes.labels as number, labels, layout);
  runCells(room, layout, [labels], "lastWeights", {
    integers: { ...planes, background: only === "background" ? -1 : 0 },
    reals: { w0, exponent: -0.5 / (sigma * sigma) },
  });
  result.set(output1(room, planes.out1 as number, layout));
  return result;
}
