// What the library writes its vector code with, for code of one's own.
export {
  type Callee,
  type FunctionBuilder,
  functionBuilder,
  type ParameterTypes,
} from "../engines/wasm/asm/function-builder.ts";
export type { InstructionName, VectorInstruction } from "../engines/wasm/asm/instructions.ts";
export {
  type F32,
  type F64,
  f32,
  f64,
  type I32,
  type I64,
  i32,
  i64,
  type Operand,
  type V128,
  type Value,
  type Variable,
} from "../engines/wasm/asm/value.ts";
export type { ValueType } from "../engines/wasm/asm/value-type.ts";
export {
  compiledWasm,
  type WasmCode,
  type WasmOver,
  wasmBytes,
  wasmCode,
} from "../engines/wasm/wasm-code.ts";
