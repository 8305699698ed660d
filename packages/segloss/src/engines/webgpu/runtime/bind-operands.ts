import type { Plan } from "../../../plan/plan.ts";
import { pixelsPerImage } from "../../../plan/setting.ts";
import type { FloatArray, IndexArray } from "../../engine.ts";
import type { GpuBuffer, GpuDevice } from "../gpu-types.ts";
import type { BoundOperand } from "./bind-step.ts";
import type { GpuArray, GpuElement } from "./gpu-array.ts";
import type { RunInputs } from "./run-inputs.ts";
import type { StepBuffers } from "./step-buffers.ts";
import type { OperandName } from "./window-params.ts";

const NOTHING: BoundOperand = { buffer: null, bytesBefore: 0, type: "float32" };

/** The operands of a run: buffers of the caller as they are, arrays in buffers of the step. */
export function bindOperands(
  { gpu, host }: RunInputs,
  { setting }: Plan,
  { queue }: GpuDevice,
  buffers: StepBuffers,
): Readonly<Record<OperandName, BoundOperand>> {
  const upload = (name: string, array: FloatArray | IndexArray): BoundOperand => {
    const [bytes, type] = packed(array);
    const buffer = buffers.get(name, bytes.byteLength);
    queue.writeBuffer(buffer, 0, bytes);
    return { buffer, bytesBefore: 0, type };
  };
  const place = (name: OperandName & keyof typeof gpu): BoundOperand => {
    const given = gpu[name];
    if (given) return operand(given);
    const array = host[name as keyof typeof host] as FloatArray | undefined;
    return array ? upload(name, array) : NOTHING;
  };
  const values = setting.batch * pixelsPerImage(setting) * setting.channels;
  const own = (): GpuBuffer => buffers.get("gradient", 4 * values);
  return {
    logits: place("logits"),
    targets: place("targets"),
    weights: place("weights"),
    mask: place("mask"),
    gradient: gpu.gradient ? operand(gpu.gradient) : host.gradient ? { ...NOTHING, buffer: own() } : NOTHING,
  };
}

function operand({ buffer, offset, type }: Required<GpuArray>): BoundOperand {
  return { buffer, bytesBefore: offset, type };
}

/** Bytes to upload, a multiple of four of them. */
function packed(array: FloatArray | IndexArray): [Uint8Array<ArrayBuffer>, GpuElement] {
  if (array instanceof Float64Array) return [bytesOf(Float32Array.from(array)), "float32"];
  if (array instanceof Float32Array) return [bytesOf(array), "float32"];
  if (array instanceof Int32Array) return [bytesOf(array), "int32"];
  return [bytesOf(array), array instanceof Uint16Array ? "uint16" : "uint8"];
}

function bytesOf(array: FloatArray | IndexArray): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = array;
  const bytes = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  // Shared memory cannot be uploaded from; a number of bytes that is no multiple of four cannot either.
  if (byteLength % 4 === 0 && buffer instanceof ArrayBuffer) return bytes;
  const whole = new Uint8Array(Math.ceil(byteLength / 4) * 4);
  whole.set(bytes);
  return whole;
}
