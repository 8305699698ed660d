export { type NodeRuntimeOptions, nodeRuntime } from "./node-runtime.ts";
export type { UntriedProvider } from "./provider.ts";
export type {
  DeviceTensor,
  DeviceTensors,
  Inputs,
  Runtime,
  Session,
  SessionOptions,
  Tensor,
  TensorArrays,
  Tensors,
} from "./runtime.ts";
export { emptyTensor, floatTensor } from "./runtime.ts";
export { type WebGpuDevice, type WebRuntimeOptions, webRuntime } from "./web-runtime.ts";
