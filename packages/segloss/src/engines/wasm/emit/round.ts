import type { I32, V128, Variable } from "../asm/value.ts";
import type { LoopValue } from "../legalise/instructions.ts";
import type { Loop, LoopNest } from "../loops/loop-nest.ts";
import type { SweepState } from "./sweep.ts";
import { classesTogether } from "./sweep-shape.ts";

/** The class that a round works on. */
export interface ClassOfRound {
  /** Null in a loop over pixels alone. */
  readonly index: I32 | null;
  /** Its place among the classes of the round. */
  readonly place: number;
  /** Address of the class in each plane, or of the block. */
  readonly pointers: ReadonlyMap<number, Variable<"i32">>;
  /** Start of the class's rows in scratch memory, before the slot. */
  readonly row: I32 | null;
  /** Values that are the same for all pixels. */
  readonly uniform: ReadonlyMap<LoopValue, V128>;
}

/** One round of a loop for a class. */
export interface Round {
  readonly state: SweepState;
  readonly nest: LoopNest;
  readonly loop: Loop;
  /** Byte offset of the pixels in float planes and rows. */
  readonly offset: I32;
  readonly of: ClassOfRound;
  /** What is computed once for all vectors of the round. */
  readonly made: Map<string, unknown>;
}

/** Bytes of a row of scratch memory: a float for each pixel of a block. */
export function rowBytes({ sweep }: SweepState): number {
  return sweep.scratch.block * 4;
}

/** A loop over the block, 4 * unroll pixels a round; the body gets the byte offset in float rows. */
export function loopOverPixels({ f, pixels }: SweepState, unroll: number, body: (offset: I32) => void): void {
  const offset = f.local("i32", 0);
  f.repeat(() => {
    body(offset);
    f.advance(offset, 16 * unroll);
    return offset.lt_u(pixels.shl(2));
  });
}

/** What the first vector of a round that needs it computes for all of them. */
export function once<T>({ made }: Round, key: string, make: () => T): T {
  const before = made.get(key);
  if (before !== undefined) return before as T;
  const value = make();
  made.set(key, value);
  return value;
}

export function offsetOf(round: Round, what: "pixel" | "row"): I32 {
  const { scratch } = round.state.f.parameters;
  const base = what === "row" && round.of.row !== null ? round.of.row : scratch;
  return once(round, what, () => round.state.f.let(base.add(round.offset)));
}

export function planeAddress(round: Round, plane: number): I32 {
  return once(round, `plane ${plane}`, () => {
    const shift = { 1: 2, 2: 1, 4: 0 }[round.state.sweep.planes[plane].elementBytes];
    const offset = shift === 0 ? round.offset : round.offset.shr_u(shift);
    return round.state.f.let((round.of.pointers.get(plane) as I32).add(offset));
  });
}

/** Address and offset of the row of a value that is kept in scratch memory. */
export function scratchPlace(round: Round, value: LoopValue): [I32, number] {
  const { nest, of, state } = round;
  const row = nest.rows.get(value);
  if (row !== undefined) {
    const rows = nest.classes
      ? row * classesTogether(state.sweep.program.channels, state.tail) + of.place
      : row;
    return [offsetOf(round, "pixel"), state.sweep.scratch.spilled + rows * rowBytes(state)];
  }
  const kept = nest.kept.get(value);
  return keptPlace(round, kept ? kept.id : value.immediate);
}

/** The same of a value that a phase keeps for others. */
export function keptPlace(round: Round, id: number): [I32, number] {
  const { pixelSlots, classSlots } = round.state.sweep.scratch;
  const pixelSlot = pixelSlots.get(id);
  if (pixelSlot !== undefined) return [offsetOf(round, "pixel"), pixelSlot];
  return [offsetOf(round, "row"), classSlots.get(id) as number];
}
