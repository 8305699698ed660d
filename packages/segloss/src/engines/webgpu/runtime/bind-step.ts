import { pixelsPerImage, type Setting } from "../../../plan/setting.ts";
import type { GpuBuffer, GpuHandle } from "../gpu-types.ts";
import { BUFFERS, type BufferName } from "../sweep/planes.ts";
import type { Bound } from "./action.ts";
import { ELEMENT_BYTES } from "./gpu-array.ts";
import type { Pipelines } from "./pipelines.ts";
import type { StepBuffers } from "./step-buffers.ts";
import type { StepKernels } from "./step-kernels.ts";
import type { Uniforms } from "./uniforms.ts";
import { type Operand, type OperandName, paramsStride, placeOf } from "./window-params.ts";
import type { Window } from "./windows.ts";

/** Numbers where a run has them; null for what the step does not read. */
export interface BoundOperand extends Operand {
  readonly buffer: GpuBuffer | null;
}

/** Everything that kernels read and write, bound for each window. */
export function bindStep(
  kernels: StepKernels,
  operands: Readonly<Record<OperandName, BoundOperand>>,
  setting: Setting,
  pipelines: Pipelines,
  buffers: StepBuffers,
  uniforms: Uniforms,
): Bound {
  const { device, layout } = pipelines;
  const { stride, numbers, compiled, windows } = kernels;
  const params = buffers.get("params", paramsStride(setting.live?.length ?? 0) * windows.length);
  const own = buffers.get("planes", 4 * stride * setting.batch);
  const ofNumbers = buffers.get("numbers", 4 * numbers.length);
  const whole: Readonly<Partial<Record<BufferName, GpuBuffer>>> = {
    numbers: ofNumbers,
    findings: buffers.get("findings", 4 * (1 + compiled.guards.length)),
  };
  const resource = (name: BufferName, window: Window) => {
    const fixed = whole[name];
    if (fixed) return { buffer: fixed };
    if (name === "own") return partOfOwn(own, stride, window);
    return partOf(name as OperandName, operands[name as OperandName], window, setting, buffers);
  };
  const groups = windows.map((window, k): GpuHandle => {
    const size = paramsStride(setting.live?.length ?? 0);
    const entries = BUFFERS.map((name, at) => ({ binding: at + 1, resource: resource(name, window) }));
    const first = { binding: 0, resource: { buffer: params, offset: k * size, size } };
    return device.createBindGroup({ label: "segloss step", layout, entries: [first, ...entries] });
  });
  return {
    windows: windows.map((window, k) => ({ window, group: groups[k] })),
    groupOf(of, bindables, values) {
      const entries = bindables.map((resource, at) => ({ binding: at + 1, resource }));
      const first = { binding: 0, resource: { buffer: uniforms.of(values), size: 64 } };
      return device.createBindGroup({ label: "segloss kernel", layout: of, entries: [first, ...entries] });
    },
    own,
    numbers: ofNumbers,
    scratch: (name) => buffers.get(name, kernels.scratch.find((s) => s.name === name)?.bytes ?? 0),
  };
}

function partOfOwn(buffer: GpuBuffer, stride: number, { firstImage, images }: Window) {
  return stride === 0 ? { buffer } : { buffer, offset: 4 * stride * firstImage, size: 4 * stride * images };
}

function partOf(
  name: OperandName,
  operand: BoundOperand,
  window: Window,
  setting: Setting,
  buffers: StepBuffers,
) {
  // A binding without a use gets memory of its own, since what is written may not be bound twice.
  if (operand.buffer === null) return { buffer: buffers.get(`nothing for ${name}`, 4) };
  const { offset, base } = placeOf(name, operand, window, setting);
  const perClass =
    name === "logits" || name === "gradient" || (name === "targets" && setting.targets === "soft");
  const pixels = window.images > 1 ? window.images * pixelsPerImage(setting) : window.pixels;
  const elements = base + pixels * (perClass ? setting.channels : 1);
  return {
    buffer: operand.buffer,
    offset,
    size: Math.ceil((elements * ELEMENT_BYTES[operand.type]) / 4) * 4,
  };
}
