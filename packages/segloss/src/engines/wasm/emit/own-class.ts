import { f64, type I32, type V128, type Variable } from "../asm/value.ts";
import type { LoopValue } from "../legalise/instructions.ts";
import { loadIntegers } from "./load-labels.ts";
import { offsetOf, once, planeAddress, type Round, rowBytes } from "./round.ts";

/** Rows of values, one for each class: address of the round's first pixel in that of class 0, and bytes to the next. */
interface Rows {
  readonly address: I32;
  readonly offset: number;
  readonly stride: number;
  /** Whether the pixels of a row are side by side; else the row is one value for all. */
  readonly perPixel: boolean;
}

/** Values of four pixels, each at its own class. */
export function loadOwnClass(round: Round, { args: [of] }: LoopValue, u: number): V128 {
  const { f } = round.state;
  const { address, offset, stride, perPixel } = rowsOf(round, of);
  const lanes = laneAddresses(round, address, stride, u);
  const at = (lane: number): number => offset + (perPixel ? 16 * u + 4 * lane : 0);
  let values = f.v128.load32_zero(lanes[0], at(0));
  for (const lane of [1, 2, 3]) values = f.v128.load32_lane(lanes[lane], values, at(lane), lane);
  return values;
}

/** Writes four pixels' values into a plane, each at its own class. */
export function storeOwnClass(round: Round, plane: number, values: V128, u: number): void {
  const { f } = round.state;
  const { address, offset, stride } = rowsOfPlane(round, plane, "storeSlots");
  const lanes = laneAddresses(round, address, stride, u);
  for (const [lane, place] of lanes.entries())
    f.v128.store32_lane(place, values, offset + 16 * u + 4 * lane, lane);
}

/** Adds four pixels' values to sums, each to that of its own class. */
export function addToOwnClass(round: Round, slot: number, values: V128, u: number): void {
  const { f } = round.state;
  const lanes = laneAddresses(round, f.parameters.sums, 8, u);
  for (const [lane, place] of lanes.entries()) {
    const value = f64.promote_f32(f.let(f.f32x4.extract_lane(values, lane)));
    f.store(place, f64.load(place, 8 * slot).add(value), 8 * slot);
  }
}

function rowsOf(round: Round, of: LoopValue): Rows {
  const { f, sweep } = round.state;
  if (of.op === "coefficient")
    return { address: f.parameters.coefficients, offset: 4 * of.immediate, stride: 4, perPixel: false };
  if (of.op === "plane") return rowsOfPlane(round, of.immediate, "planeSlots");
  const slot = sweep.scratch.classSlots.get(of.immediate) as number;
  return { address: offsetOf(round, "pixel"), offset: slot, stride: rowBytes(round.state), perPixel: true };
}

function rowsOfPlane(round: Round, plane: number, kind: "planeSlots" | "storeSlots"): Rows {
  const { sweep, tail } = round.state;
  const slot = sweep.scratch[kind].get(plane);
  if (slot !== undefined)
    return { address: offsetOf(round, "pixel"), offset: slot, stride: rowBytes(round.state), perPixel: true };
  const stride = tail ? 64 : sweep.planes[plane].classBytes;
  return { address: planeAddress(round, plane), offset: 0, stride, perPixel: true };
}

/** address + class * stride for four pixels. A label that names no class (the step will refuse it) counts as the last. */
function laneAddresses(round: Round, address: I32, stride: number, u: number): I32[] {
  const { f, sweep } = round.state;
  const classes = once(round, `class ${u}`, () =>
    f.i32x4.min_u(loadIntegers(round, sweep.labelPlane, u), f.integers(sweep.program.channels - 1)),
  );
  const rows = once(round, `rows ${stride} ${u}`, () => f.i32x4.mul(classes, f.integers(stride)));
  const { index } = address as Variable<"i32">;
  return once(round, `row ${index} ${stride} ${u}`, () =>
    [0, 1, 2, 3].map((lane) => f.let(address.add(f.let(f.i32x4.extract_lane(rows, lane))))),
  );
}
