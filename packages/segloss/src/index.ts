export type { OnnxAttribute, OnnxEmitter } from "./engines/onnx/emitter.ts";
