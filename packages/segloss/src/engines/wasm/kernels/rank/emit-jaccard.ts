import { type F64, f32, f64, type I32, i32, type Variable } from "../../asm/value.ts";
import { loadFloat } from "./expressions.ts";
import type { RankState } from "./rank-state.ts";

/** A ranked pixel: a payload (pixel, or twice the pixel and its truth), then a key. */
export const RECORD_BYTES = 8;

/** The Jaccard index along the ranks: intersection and union of what is ranked below. */
export interface JaccardState {
  readonly intersection: Variable<"f64">;
  readonly union: Variable<"f64">;
}

/** Puts the weights by rank of records, which are in order, in the places of their pixels. */
export function emitJaccard(state: RankState, first: I32, end: I32, jaccard: JaccardState): void {
  const { f } = state;
  f.for(first, end, RECORD_BYTES, (record) => {
    const { pixel, loss, gain } = sharesOf(state, f.let(i32.load(record)));
    const step = emitStep(state, jaccard, f.let(loss), f.let(gain));
    f.f32.store(state.weights.add(pixel.shl(2)), f32.demote_f64(step));
  });
}

/** The pixel of a record, its weight times truth and its weight times (1 - truth). */
function sharesOf(state: RankState, payload: I32): { pixel: I32; loss: F64; gain: F64 } {
  const { f } = state;
  const isHard = state.truth === null;
  const pixel = f.let(isHard ? payload.shr_u(1) : payload);
  const floatAt = (plane: I32): F64 => f.let(loadFloat(plane.add(pixel.shl(2))));
  const truth = isHard ? f.let(f64.convert_i32_u(payload.and(1))) : floatAt(state.truth as I32);
  const rest = f64.const(1).sub(truth);
  if (state.pixelWeight === null) return { pixel, loss: truth, gain: rest };
  const weight = floatAt(state.pixelWeight);
  return { pixel, loss: weight.mul(truth), gain: weight.mul(rest) };
}

/**
 * The step of the Jaccard loss at a pixel, and the state after it. With intersection I and union U before the pixel,
 * and dI, dU what it takes from the one and adds to the other, (I dU + dI U)/(U (U + dU)), which needs no difference of
 * nearly equal quotients; 1 for the first false alarm of an empty truth.
 */
function emitStep({ f }: RankState, { intersection, union }: JaccardState, loss: F64, gain: F64): F64 {
  const grown = f.let(union.add(gain));
  const above = intersection.mul(gain).add(loss.mul(union));
  const step = above.div(union.mul(grown));
  const first = f64.convert_i32_u(f64.const(0).lt(gain));
  const result = f.let(union.eq(0).choose(first, step));
  f.set(intersection, intersection.sub(loss));
  f.set(union, grown);
  return result;
}
