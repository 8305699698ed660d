export * from "./graph/index.ts";
export * from "./loop/index.ts";
export * from "./networks/index.ts";
export { type EncodeOptions, encodeModel } from "./onnx/encode-model.ts";
export { type ModelContent, readModel } from "./onnx/read-model.ts";
export * from "./optimizers/index.ts";
export * from "./runtime/index.ts";
export * from "./schedules/index.ts";
export * from "./step/index.ts";
