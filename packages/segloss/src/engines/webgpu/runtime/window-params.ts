import type { Setting } from "../../../plan/setting.ts";
import { pixelsPerImage } from "../../../plan/setting.ts";
import { PARAMETERS, type Parameter, runVectors } from "../wgsl/params.ts";
import { ELEMENT_BYTES, type GpuElement } from "./gpu-array.ts";
import type { StepKernels } from "./step-kernels.ts";
import type { Window } from "./windows.ts";

/** Numbers as a step binds them. */
export interface Operand {
  readonly bytesBefore: number;
  readonly type: GpuElement;
}

export type OperandName = "logits" | "targets" | "weights" | "mask" | "gradient";

/** Where a binding begins, and how many elements lie between that and the first of the window. */
export interface Place {
  readonly offset: number;
  readonly base: number;
}

const ALIGNMENT = 256;

/** Bytes of the parameters of one window: what a uniform binding may be offset by. */
export function paramsStride(live: number): number {
  return Math.ceil((4 * PARAMETERS.length + 16 * runVectors(live)) / ALIGNMENT) * ALIGNMENT;
}

/** The binding of numbers in a window. */
export function placeOf(
  name: OperandName,
  { bytesBefore, type }: Operand,
  window: Window,
  setting: Setting,
): Place {
  const perPixel =
    ["logits", "gradient"].includes(name) || (name === "targets" && setting.targets === "soft");
  const first = window.firstImage * pixelsPerImage(setting) + window.firstPixel;
  const bytes = bytesBefore + ELEMENT_BYTES[type] * first * (perPixel ? setting.channels : 1);
  const offset = Math.floor(bytes / ALIGNMENT) * ALIGNMENT;
  return { offset, base: (bytes - offset) / ELEMENT_BYTES[type] };
}

/** How elements lie in words of 32 bits. */
const PACKING: Readonly<Record<GpuElement, readonly [up: number, down: number, rest: number, bits: number]>> =
  {
    uint8: [0, 2, 3, 8],
    uint16: [0, 1, 1, 16],
    int32: [0, 0, 0, 0],
    uint32: [0, 0, 0, 0],
    float32: [0, 0, 0, 0],
    // The lower half, which the upper one has to agree with.
    int64: [1, 0, 0, 0],
  };

const MASK_OF: Readonly<Partial<Record<GpuElement, number>>> = { uint8: 0xff, uint16: 0xffff };

function packing(prefix: "label" | "mask", type: GpuElement): Partial<Record<Parameter, number>> {
  const [up, down, rest, bits] = PACKING[type];
  return {
    [`${prefix}Up`]: up,
    [`${prefix}Down`]: down,
    [`${prefix}Rest`]: rest,
    [`${prefix}Bits`]: bits,
    [`${prefix}Mask`]: MASK_OF[type] ?? 0xffffffff,
  };
}

/** Words before the first label that no whole number of labels makes up: 64-bit ones may begin between two. */
function labelFirst({ bytesBefore, type }: Operand): number {
  return (bytesBefore % ELEMENT_BYTES[type]) / 4;
}

/** The parameters of all windows, one behind the other. */
export function paramsOf(
  {
    windows,
    geometry,
    numbers,
    stride: ofImage,
  }: Pick<StepKernels, "windows" | "geometry" | "numbers" | "stride">,
  operands: Readonly<Record<OperandName, Operand>>,
  setting: Setting,
  run: readonly number[],
): Uint8Array<ArrayBuffer> {
  const stride = paramsStride(run.length - 1);
  const bytes = new Uint8Array(stride * windows.length);
  for (const [k, window] of windows.entries()) {
    const base = (name: OperandName): number => placeOf(name, operands[name], window, setting).base;
    const values: Partial<Record<Parameter, number>> = {
      ...{ firstImage: window.firstImage, firstPixel: window.firstPixel, firstChunk: window.firstChunk },
      ...{ logitsBase: base("logits"), targetsBase: base("targets"), weightsBase: base("weights") },
      ...{ maskBase: base("mask"), gradientBase: base("gradient") },
      ...{
        pixels: geometry.pixels,
        batch: setting.batch,
        chunk: geometry.chunk,
        chunks: geometry.chunks,
        stride: ofImage,
      },
      ...{ rows: numbers.rows, coefficients: numbers.coefficients, values: numbers.values },
      labelFirst: labelFirst(operands.targets),
      ...packing("label", operands.targets.type),
      ...packing("mask", operands.mask.type),
    };
    const integers = new Uint32Array(bytes.buffer, k * stride, PARAMETERS.length);
    for (const [at, name] of PARAMETERS.entries()) integers[at] = values[name] ?? 0;
    new Float32Array(bytes.buffer, k * stride + 4 * PARAMETERS.length, run.length).set(run);
  }
  return bytes;
}
