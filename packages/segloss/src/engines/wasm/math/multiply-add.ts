import type { VectorCode } from "./vector-code.ts";

/** a b + c: in one instruction, and one rounding, where the host has relaxed SIMD. */
export function addProduct<T>(f: VectorCode<T>, a: T, b: T, c: T, relaxed: boolean): T {
  if (relaxed) return f.vector("f32x4.relaxed_madd", [a, b, c]);
  return f.vector("f32x4.add", [f.vector("f32x4.mul", [a, b]), c]);
}

/** c - a b. */
export function subtractProduct<T>(f: VectorCode<T>, a: T, b: T, c: T, relaxed: boolean): T {
  if (relaxed) return f.vector("f32x4.relaxed_nmadd", [a, b, c]);
  return f.vector("f32x4.sub", [c, f.vector("f32x4.mul", [a, b])]);
}
