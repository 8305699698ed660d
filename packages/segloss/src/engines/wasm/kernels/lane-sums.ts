import type { FunctionBuilder } from "../asm/function-builder.ts";
import { toDoubles } from "../asm/to-doubles.ts";
import type { F64, I32, V128 } from "../asm/value.ts";

/** The sum of the lanes of integers. */
export function laneSum(f: FunctionBuilder, x: V128): I32 {
  return [0, 1, 2, 3].map((lane) => f.i32x4.extract_lane(x, lane)).reduce((a, b) => a.add(b));
}

/** The sum of the lanes of floats, in double precision. */
export function floatSum(f: FunctionBuilder, x: V128): F64 {
  const pairs = toDoubles(f, x);
  return f.f64x2.extract_lane(pairs, 0).add(f.f64x2.extract_lane(pairs, 1));
}
