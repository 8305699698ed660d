import type { Local } from "../encoder/function-builder.ts";
import type { LoopValue } from "../legalise/instructions.ts";
import type { Loop, LoopNest } from "../loops/loop-nest.ts";
import { parameter, type SweepState } from "./sweep.ts";
import { classesTogether } from "./sweep-shape.ts";

/** The class that a round works on. */
export interface ClassOfRound {
  /** Null in a loop over pixels alone. */
  readonly index: Local | null;
  /** Its place among the classes of the round. */
  readonly place: number;
  /** Address of the class in each plane, or of the block. */
  readonly pointers: ReadonlyMap<number, Local>;
  /** Start of the class's rows in scratch memory, before the slot. */
  readonly row: Local | null;
  /** Values that are the same for all pixels. */
  readonly uniform: ReadonlyMap<LoopValue, Local>;
}

/** One round of a loop for a class. */
export interface Round {
  readonly state: SweepState;
  readonly nest: LoopNest;
  readonly loop: Loop;
  /** Byte offset of the pixels in float planes and rows. */
  readonly offset: Local;
  readonly of: ClassOfRound;
  readonly addresses: Map<string, Local>;
}

/** Bytes of a row of scratch memory: a float for each pixel of a block. */
export function rowBytes({ sweep }: SweepState): number {
  return sweep.scratch.block * 4;
}

export function store({ f }: SweepState, address: Local, value: Local, offset: number): void {
  f.get(address);
  f.get(value);
  f.emit("v128.store", offset);
}

/** A loop over the block, 4 * unroll pixels a round; the body gets the byte offset in float rows. */
export function loopOverPixels(
  { f, pixels }: SweepState,
  unroll: number,
  body: (offset: Local) => void,
): void {
  const offset = f.local("i32");
  f.push(0);
  f.set(offset);
  f.repeat(() => {
    body(offset);
    f.advance(offset, 16 * unroll);
    f.get(offset);
    f.get(pixels);
    f.push(2);
    f.emit("i32.shl");
    f.emit("i32.lt_u");
  });
}

/** An address plus the offset of this round, computed once per round. */
export function once(round: Round, key: string, make: () => Local): Local {
  const known = round.addresses.get(key);
  if (known !== undefined) return known;
  const local = make();
  round.addresses.set(key, local);
  return local;
}

export function offsetOf(round: Round, what: "pixel" | "row"): Local {
  const { f } = round.state;
  const base = what === "row" && round.of.row !== null ? round.of.row : parameter("scratch");
  return once(round, what, () => f.value("i32", "i32.add", [base, round.offset]));
}

export function planeAddress(round: Round, plane: number): Local {
  const { f, sweep } = round.state;
  const { elementBytes } = sweep.planes[plane];
  return once(round, `plane ${plane}`, () => {
    f.get(round.of.pointers.get(plane) as Local);
    f.get(round.offset);
    if (elementBytes !== 4) {
      f.push(elementBytes === 1 ? 2 : 1);
      f.emit("i32.shr_u");
    }
    f.emit("i32.add");
    const address = f.local("i32");
    f.set(address);
    return address;
  });
}

/** Address and offset of the row of a value that is kept in scratch memory. */
export function scratchPlace(round: Round, value: LoopValue): [Local, number] {
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
export function keptPlace(round: Round, id: number): [Local, number] {
  const { pixelSlots, classSlots } = round.state.sweep.scratch;
  const pixelSlot = pixelSlots.get(id);
  if (pixelSlot !== undefined) return [offsetOf(round, "pixel"), pixelSlot];
  return [offsetOf(round, "row"), classSlots.get(id) as number];
}
