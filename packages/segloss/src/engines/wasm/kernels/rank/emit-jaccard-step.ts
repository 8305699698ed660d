import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { type F64, f64, type Variable } from "../../asm/value.ts";

/** The Jaccard index along the ranks: intersection and union of what is ranked below. */
export interface JaccardState {
  readonly intersection: Variable<"f64">;
  readonly union: Variable<"f64">;
}

/**
 * The step of the Jaccard loss at a pixel, and the state after it. With intersection I and union U before the pixel,
 * and dI, dU what it takes from the one and adds to the other, (I dU + dI U)/(U (U + dU)), which needs no difference of
 * nearly equal quotients; 1 for the first false alarm of an empty truth.
 */
export function emitJaccardStep(
  f: FunctionBuilder,
  { intersection, union }: JaccardState,
  loss: F64,
  gain: F64,
): Variable<"f64"> {
  const grown = f.let(union.add(gain));
  const above = intersection.mul(gain).add(loss.mul(union));
  const step = above.div(union.mul(grown));
  const first = f64.convert_i32_u(f64.const(0).lt(gain));
  const result = f.let(union.eq(0).choose(first, step));
  f.set(intersection, intersection.sub(loss));
  f.set(union, grown);
  return result;
}
