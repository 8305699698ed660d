import type { FunctionBuilder } from "../../../asm/function-builder.ts";
import { toDoubles } from "../../../asm/to-doubles.ts";
import type { F64, I32, V128 } from "../../../asm/value.ts";
import type { CellsState } from "./cell-state.ts";

type Verb = "add" | "sub" | "mul" | "div";

/** The operations of lanes, for formulas. */
export function arithmetic(
  lanes: Readonly<Record<Verb, (a: V128, b: V128) => V128>>,
): Record<Verb, (a: V128, b: V128) => V128> {
  return {
    add: (a, b) => lanes.add(a, b),
    sub: (a, b) => lanes.sub(a, b),
    mul: (a, b) => lanes.mul(a, b),
    div: (a, b) => lanes.div(a, b),
  };
}

/** Pairs of integers or floats from an address on: the first of four pairs, and the second of each. */
export function loadPairs(f: FunctionBuilder, address: I32, offset: number): [V128, V128] {
  const [low, high] = [0, 16].map((more) => f.v128.load(address, offset + more));
  return [f.lanes(low, high, [0, 2, 4, 6]), f.lanes(low, high, [1, 3, 5, 7])];
}

export function storePairs(
  f: FunctionBuilder,
  address: I32,
  offset: number,
  first: V128,
  second: V128,
): void {
  f.store(address, f.lanes(first, second, [0, 4, 1, 5]), offset);
  f.store(address, f.lanes(first, second, [2, 6, 3, 7]), offset + 16);
}

/** Numbers of false and true pixels of four cells, in lanes. */
export interface FourNumbers {
  readonly falses: V128;
  readonly trues: V128;
}

/** Numbers of four cells, over all parts; `row` is the address of the first, less the offset of the counters. */
export function emitFourNumbers({ f, layout }: CellsState, row: I32): FourNumbers {
  const load = (offset: number): V128 =>
    Array.from({ length: layout.parts }, (_, p) =>
      f.v128.load(row, layout.counts + p * layout.partBytes + offset),
    ).reduce((a, b) => f.i32x4.add(a, b));
  const [low, high] = [load(0), load(16)];
  return { falses: f.lanes(low, high, [0, 2, 4, 6]), trues: f.lanes(low, high, [1, 3, 5, 7]) };
}

/** The sum of the lanes of integers. */
export function laneSum({ f }: CellsState, x: V128): I32 {
  const parts = [0, 1, 2, 3].map((lane) => f.i32x4.extract_lane(x, lane));
  return parts.reduce((a, b) => a.add(b));
}

/** The sum of the lanes of floats, in double precision. */
export function floatSum({ f }: CellsState, x: V128): F64 {
  const pairs = toDoubles(f, x);
  const [a, b] = [0, 1].map((lane) => f.f64x2.extract_lane(pairs, lane));
  return a.add(b);
}
