import type { Scalar, Scalars, Variable } from "./scalars.ts";

/** The Jaccard index along the ranks: intersection and union of what is ranked below. */
export interface JaccardState {
  readonly intersection: Variable;
  readonly union: Variable;
}

/**
 * The step of the Jaccard loss at a pixel, and the state after it. With intersection I and union U before the pixel,
 * and dI, dU what it takes from the one and adds to the other, (I dU + dI U)/(U (U + dU)), which needs no difference of
 * nearly equal quotients; 1 for the first false alarm of an empty truth.
 */
export function emitJaccardStep(
  s: Scalars,
  { intersection, union }: JaccardState,
  loss: Scalar,
  gain: Scalar,
): Variable {
  const grown = s.variable(s.add(union, gain));
  const above = s.add(s.mul(intersection, gain), s.mul(loss, union));
  const step = s.div(above, s.mul(union, grown));
  const first = s.op("f64", "f64.convert_i32_u", [s.less(s.real(0), gain)]);
  const result = s.variable(s.choose(s.op("i32", "f64.eq", [union, s.real(0)]), first, step));
  intersection.set(s.sub(intersection, loss));
  union.set(grown);
  return result;
}
