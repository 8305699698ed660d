import type { FunctionBuilder } from "../asm/function-builder.ts";
import type { V128 } from "../asm/value.ts";

/** a b + c: in one instruction, and one rounding, where the host has relaxed SIMD. */
export function addProduct(f: FunctionBuilder, a: V128, b: V128, c: V128, relaxed: boolean): V128 {
  if (relaxed) return f.f32x4.relaxed_madd(a, b, c);
  return f.f32x4.add(f.f32x4.mul(a, b), c);
}
