import type { FunctionBuilder } from "./function-builder.ts";
import type { V128 } from "./value.ts";

/** Four floats as two doubles, each the sum of two of them. */
export function toDoubles(f: FunctionBuilder, vector: V128): V128 {
  const swapped = f.lanes(vector, vector, [2, 3, 0, 1]);
  const low = f.f64x2.promote_low_f32x4(vector);
  return f.f64x2.add(low, f.f64x2.promote_low_f32x4(swapped));
}
