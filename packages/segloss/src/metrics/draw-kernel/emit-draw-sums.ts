import { type FunctionBuilder, functionBuilder } from "../../engines/wasm/asm/function-builder.ts";
import type { V128 } from "../../engines/wasm/asm/value.ts";
import { FINALISER, STEP } from "../mixed.ts";
import { AT_ONCE, ENTRY_BYTES } from "./draw-places.ts";

/** Where the function finds what is its own. */
export interface DrawAddresses {
  /** The factor from 32-bit numbers to those of images, twice. */
  readonly scale: number;
  /** Where the two sums of each data set are written. */
  readonly sums: number;
  /** Both values of each image in turn. */
  readonly table: number;
}

/**
 * `drawSums(state, between, images)` adds up both values of `images` images drawn from the table, for `AT_ONCE` data sets whose draws
 * begin at `state`, `state + between` and so on, each in the order of its draws. The numbers are those of `mixed`.
 */
export function emitDrawSums({ scale, sums, table }: DrawAddresses): FunctionBuilder {
  const f = functionBuilder(["first", "between", "images"]);
  const { first, between, images } = f.parameters;
  const apart = f.i32x4.mul(f.i32x4.splat(between), f.integers(0, 1, 2, 3));
  const states = f.i32x4.add(f.i32x4.splat(first), apart);
  const scales = f.v128.load(0, scale);
  const totals = Array.from({ length: AT_ONCE }, () => f.local("v128"));
  f.repeat(() => {
    f.set(states, f.i32x4.add(states, f.integers(STEP | 0)));
    const places = placesOf(f, mixedLanes(f, states), scales);
    for (const [lane, total] of totals.entries()) {
      const place = f.i32x4.extract_lane(places, lane);
      f.set(total, f.f64x2.add(total, f.v128.load(place, table)));
    }
    f.advance(images, -1);
    return images;
  });
  for (const [set, total] of totals.entries()) f.v128.store(0, total, sums + ENTRY_BYTES * set);
  return f;
}

function mixedLanes(f: FunctionBuilder, states: V128): V128 {
  const [first, second, third] = FINALISER.shifts;
  const [by, then] = FINALISER.factors;
  const folded = (lanes: V128, bits: number): V128 => f.v128.xor(lanes, f.i32x4.shr_u(lanes, bits));
  const once = f.i32x4.mul(folded(states, first), f.integers(by | 0));
  const twice = f.i32x4.mul(folded(once, second), f.integers(then | 0));
  return folded(twice, third);
}

/** Places in the table of the images that the numbers stand for. */
function placesOf(f: FunctionBuilder, numbers: V128, scales: V128): V128 {
  const upper = f.lanes(numbers, numbers, [2, 3, 2, 3]);
  const [low, high] = [numbers, upper].map((two) => {
    const exact = f.f64x2.mul(f.f64x2.convert_low_i32x4_u(two), scales);
    return f.i32x4.trunc_sat_f64x2_s_zero(exact);
  });
  return f.i32x4.shl(f.lanes(low, high, [0, 1, 4, 5]), Math.log2(ENTRY_BYTES));
}
