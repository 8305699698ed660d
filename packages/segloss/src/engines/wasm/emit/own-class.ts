import type { Local } from "../encoder/function-builder.ts";
import type { LoopValue } from "../legalise/instructions.ts";
import { loadIntegers } from "./load-labels.ts";
import { offsetOf, once, planeAddress, type Round, rowBytes } from "./round.ts";
import { parameter } from "./sweep.ts";

/** Rows of values, one for each class: address of the round's first pixel in that of class 0, and bytes to the next. */
interface Rows {
  readonly address: Local;
  readonly offset: number;
  readonly stride: number;
  /** Whether the pixels of a row are side by side; else the row is one value for all. */
  readonly perPixel: boolean;
}

/** Values of four pixels, each at its own class. */
export function loadOwnClass(round: Round, { args: [of] }: LoopValue, u: number): Local {
  const { f } = round.state;
  const { address, offset, stride, perPixel } = rowsOf(round, of);
  const lanes = laneAddresses(round, address, stride, u);
  const at = (lane: number): number => offset + (perPixel ? 16 * u + 4 * lane : 0);
  let values = f.vector("v128.load32_zero", [lanes[0]], at(0));
  for (const lane of [1, 2, 3]) values = f.vector("v128.load32_lane", [lanes[lane], values], at(lane), lane);
  return values;
}

/** Writes four pixels' values into a plane, each at its own class. */
export function storeOwnClass(round: Round, plane: number, values: Local, u: number): void {
  const { f } = round.state;
  const { address, offset, stride } = rowsOfPlane(round, plane, "storeSlots");
  const lanes = laneAddresses(round, address, stride, u);
  for (const [lane, place] of lanes.entries()) {
    f.get(place);
    f.get(values);
    f.emit("v128.store32_lane", offset + 16 * u + 4 * lane, lane);
  }
}

/** Adds four pixels' values to sums, each to that of its own class. */
export function addToOwnClass(round: Round, slot: number, values: Local, u: number): void {
  const { f } = round.state;
  const lanes = laneAddresses(round, parameter("sums"), 8, u);
  for (const [lane, place] of lanes.entries()) {
    const value = f.value("f32", "f32x4.extract_lane", [values], lane);
    f.get(place);
    f.get(place);
    f.emit("f64.load", 8 * slot);
    f.get(value);
    f.emit("f64.promote_f32");
    f.emit("f64.add");
    f.emit("f64.store", 8 * slot);
  }
}

function rowsOf(round: Round, of: LoopValue): Rows {
  const { sweep } = round.state;
  if (of.op === "coefficient")
    return { address: parameter("coefficients"), offset: 4 * of.immediate, stride: 4, perPixel: false };
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
function laneAddresses(round: Round, address: Local, stride: number, u: number): Local[] {
  const { f, sweep } = round.state;
  const classes = once(round, `class ${u}`, () =>
    f.vector("i32x4.min_u", [
      loadIntegers(round, sweep.labelPlane, u),
      f.integers(sweep.program.channels - 1),
    ]),
  );
  const rows = once(round, `rows ${stride} ${u}`, () => f.vector("i32x4.mul", [classes, f.integers(stride)]));
  return [0, 1, 2, 3].map((lane) =>
    once(round, `row ${address} ${stride} ${u} ${lane}`, () => {
      const row = f.value("i32", "i32x4.extract_lane", [rows], lane);
      return f.value("i32", "i32.add", [address, row]);
    }),
  );
}
