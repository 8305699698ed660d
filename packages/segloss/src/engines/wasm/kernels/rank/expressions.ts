import { type F64, f32, f64, type I32 } from "../../asm/value.ts";

/** The smaller of two unsigned integers. */
export function smaller(a: I32, b: I32 | number): I32 {
  return a.lt_u(b).choose(a, b);
}

/** A float in memory, in double precision. */
export function loadFloat(address: I32, offset = 0): F64 {
  return f64.promote_f32(f32.load(address, offset));
}
