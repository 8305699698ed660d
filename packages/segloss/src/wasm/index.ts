// What the library writes its vector code with, for code of one's own.
export {
  type FunctionBuilder,
  functionBuilder,
  type Local,
  type ValueType,
} from "../engines/wasm/encoder/function-builder.ts";
export type { InstructionName } from "../engines/wasm/encoder/instructions.ts";
export {
  compiledWasm,
  type WasmCode,
  type WasmOver,
  wasmBytes,
  wasmCode,
} from "../engines/wasm/wasm-code.ts";
