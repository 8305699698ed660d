export { nodeRuntime } from "./node-runtime.ts";
export type { Runtime, Session, SessionOptions, Tensor, TensorArrays, Tensors } from "./runtime.ts";
export { emptyTensor, floatTensor } from "./runtime.ts";
export { type WebRuntimeOptions, webRuntime } from "./web-runtime.ts";
