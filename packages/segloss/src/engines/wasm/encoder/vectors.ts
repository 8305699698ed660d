import type { FunctionBuilder, Local } from "./function-builder.ts";

/** Lanes of 32 bits of two vectors, numbered one after the other. */
export function lanes(f: FunctionBuilder, a: Local, b: Local, which: readonly number[]): Local {
  const bytes = which.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
  return f.vector("i8x16.shuffle", [a, b], ...bytes);
}

/** A vector that starts as 0 and is added to. */
export function zeroVector(f: FunctionBuilder): Local {
  f.get(f.integers(0));
  const local = f.local("v128");
  f.set(local);
  return local;
}

/** Four floats as two doubles, each the sum of two of them. */
export function toDoubles(f: FunctionBuilder, vector: Local): Local {
  const swapped = lanes(f, vector, vector, [2, 3, 0, 1]);
  const [low, high] = [vector, swapped].map((half) => f.vector("f64x2.promote_low_f32x4", [half]));
  return f.vector("f64x2.add", [low, high]);
}
