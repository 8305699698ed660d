export type { GpuBuffer, GpuDevice, GpuQuerySet } from "../engines/webgpu/gpu-types.ts";
export type { GpuArray, GpuElement } from "../engines/webgpu/runtime/gpu-array.ts";
export type { GpuNumbers, WebGpuInputs } from "../engines/webgpu/runtime/run-inputs.ts";
export type { RunTiming, SubmittedRun, WebGpuStep } from "../engines/webgpu/runtime/webgpu-step.ts";
export { type WebGpuEngine, type WebGpuOptions, webgpu } from "../engines/webgpu/webgpu.ts";
