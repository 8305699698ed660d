import {
  type FunctionBuilder,
  functionBuilder,
  type Local,
} from "../../engines/wasm/encoder/function-builder.ts";
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
  const f = functionBuilder(["i32", "i32", "i32"]);
  const [first, between, images] = [0, 1, 2];
  const states = f.vector("i32x4.splat", [first]);
  const apart = f.vector("i32x4.mul", [f.vector("i32x4.splat", [between]), f.integers(0, 1, 2, 3)]);
  add(f, states, apart);
  f.push(0);
  f.emit("v128.load", scale);
  const scales = f.local("v128");
  f.set(scales);
  const totals = Array.from({ length: AT_ONCE }, () => f.local("v128"));
  f.repeat(() => {
    add(f, states, f.integers(STEP | 0));
    const places = placesOf(f, mixedLanes(f, states), scales);
    for (const [lane, total] of totals.entries()) {
      const place = f.value("i32", "i32x4.extract_lane", [places], lane);
      f.get(total);
      f.get(place);
      f.emit("v128.load", table);
      f.emit("f64x2.add");
      f.set(total);
    }
    f.advance(images, -1);
    f.get(images);
  });
  for (const [set, total] of totals.entries()) {
    f.push(0);
    f.get(total);
    f.emit("v128.store", sums + ENTRY_BYTES * set);
  }
  return f;
}

function add(f: FunctionBuilder, to: Local, lanes: Local): void {
  f.get(to);
  f.get(lanes);
  f.emit("i32x4.add");
  f.set(to);
}

function mixedLanes(f: FunctionBuilder, states: Local): Local {
  const [first, second, third] = FINALISER.shifts;
  const [by, then] = FINALISER.factors;
  const folded = (lanes: Local, bits: number) => f.vector("v128.xor", [lanes, shifted(f, lanes, bits)]);
  const once = f.vector("i32x4.mul", [folded(states, first), f.integers(by | 0)]);
  const twice = f.vector("i32x4.mul", [folded(once, second), f.integers(then | 0)]);
  return folded(twice, third);
}

function shifted(f: FunctionBuilder, lanes: Local, bits: number): Local {
  f.get(lanes);
  f.push(bits);
  f.emit("i32x4.shr_u");
  const result = f.local("v128");
  f.set(result);
  return result;
}

/** Places in the table of the images that the numbers stand for. */
function placesOf(f: FunctionBuilder, numbers: Local, scales: Local): Local {
  const upper = f.vector("i8x16.shuffle", [numbers, numbers], ...lanesFrom(8), ...lanesFrom(8));
  const [low, high] = [numbers, upper].map((two) => {
    const exact = f.vector("f64x2.mul", [f.vector("f64x2.convert_low_i32x4_u", [two]), scales]);
    return f.vector("i32x4.trunc_sat_f64x2_s_zero", [exact]);
  });
  const images = f.vector("i8x16.shuffle", [low, high], ...lanesFrom(0), ...lanesFrom(16));
  return f.shift("i32x4.shl", images, Math.log2(ENTRY_BYTES));
}

function lanesFrom(first: number): number[] {
  return Array.from({ length: 8 }, (_, k) => first + k);
}
