import type { FunctionBuilder, Local } from "../../encoder/function-builder.ts";
import type { InstructionName } from "../../encoder/instructions.ts";
import { lanes, toDoubles } from "../../encoder/vectors.ts";
import type { Scalar } from "../scalars.ts";
import type { CellsState } from "./cell-state.ts";

type Verb = "add" | "sub" | "mul" | "div";

export function arithmetic(
  f: FunctionBuilder,
  type: "f32x4" | "f64x2",
): Record<Verb, (a: Local, b: Local) => Local> {
  const of =
    (verb: Verb) =>
    (a: Local, b: Local): Local =>
      f.vector(`${type}.${verb}`, [a, b]);
  return { add: of("add"), sub: of("sub"), mul: of("mul"), div: of("div") };
}

/** Sets a local to what an instruction makes of it and another. */
export function accumulate(f: FunctionBuilder, name: InstructionName, to: Local, x: Local): void {
  f.get(f.vector(name, [to, x]));
  f.set(to);
}

export function storeVector(f: FunctionBuilder, address: Local, value: Local, offset = 0): void {
  f.get(address);
  f.get(value);
  f.emit("v128.store", offset);
}

/** Pairs of integers or floats from an address on: the first of four pairs, and the second of each. */
export function loadPairs(f: FunctionBuilder, address: Local, offset: number): [Local, Local] {
  const [low, high] = [0, 16].map((more) => f.vector("v128.load", [address], offset + more));
  return [lanes(f, low, high, [0, 2, 4, 6]), lanes(f, low, high, [1, 3, 5, 7])];
}

export function storePairs(
  f: FunctionBuilder,
  address: Local,
  offset: number,
  first: Local,
  second: Local,
): void {
  storeVector(f, address, lanes(f, first, second, [0, 4, 1, 5]), offset);
  storeVector(f, address, lanes(f, first, second, [2, 6, 3, 7]), offset + 16);
}

/** Numbers of false and true pixels of four cells, in lanes. */
export interface FourNumbers {
  readonly falses: Local;
  readonly trues: Local;
}

/** Numbers of four cells, over all parts; `row` is the address of the first, less the offset of the counters. */
export function emitFourNumbers({ f, layout }: CellsState, row: Local): FourNumbers {
  const load = (offset: number): Local =>
    Array.from({ length: layout.parts }, (_, p) =>
      f.vector("v128.load", [row], layout.counts + p * layout.partBytes + offset),
    ).reduce((a, b) => f.vector("i32x4.add", [a, b]));
  const [low, high] = [load(0), load(16)];
  return { falses: lanes(f, low, high, [0, 2, 4, 6]), trues: lanes(f, low, high, [1, 3, 5, 7]) };
}

/** The sum of the lanes of integers. */
export function laneSum({ s }: CellsState, x: Local): Scalar {
  const parts = [0, 1, 2, 3].map((lane) => s.op("i32", "i32x4.extract_lane", [s.of(x)], lane));
  return parts.reduce((a, b) => s.add(a, b));
}

/** The sum of the lanes of floats, in double precision. */
export function floatSum({ f, s }: CellsState, x: Local): Scalar {
  const pairs = toDoubles(f, x);
  const [a, b] = [0, 1].map((lane) => s.op("f64", "f64x2.extract_lane", [s.of(pairs)], lane));
  return s.add(a, b);
}
