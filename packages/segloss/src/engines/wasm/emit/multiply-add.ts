import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";

/** a b + c: in one instruction, and one rounding, where the host has relaxed SIMD. */
export function addProduct(f: FunctionBuilder, a: Local, b: Local, c: Local, relaxed: boolean): Local {
  if (relaxed) return f.vector("f32x4.relaxed_madd", [a, b, c]);
  return f.vector("f32x4.add", [f.vector("f32x4.mul", [a, b]), c]);
}
