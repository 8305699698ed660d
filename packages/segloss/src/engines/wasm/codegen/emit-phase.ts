import type { Local } from "../encoder/function-builder.ts";
import type { Phase } from "../ir/phases.ts";
import type { SumOutput } from "../ir/program.ts";
import type { Value } from "../ir/value.ts";
import { emitAccumulators, flushSum, type SumAccumulators } from "./emit-sums.ts";
import { emitValue, type ValueSource } from "./emit-value.ts";
import { parameter, type SweepState } from "./sweep.ts";

/** Addresses of one round of a phase's loop. */
interface Round {
  readonly state: SweepState;
  readonly phase: Phase;
  /** Byte offset of the pixels in float planes and rows. */
  readonly offset: Local;
  /** The class of this round; absent in a loop over pixels alone. */
  readonly classIndex: Local | null;
  /** Address of the class in each plane, or of the block. */
  readonly pointers: ReadonlyMap<number, Local>;
  /** Start of the class's rows in scratch memory, before the slot. */
  readonly classRow: Local | null;
  readonly seeds: ReadonlyMap<Value, Local>;
  readonly addresses: Map<string, Local>;
}

/** Vectors per round: long phases get fewer, so that their values fit the registers. */
function unrolling(phase: Phase, tail: boolean): number {
  // A tail is one round, so that the number of a vector tells its lanes.
  return phase.computes.size > 24 && !tail ? 2 : 4;
}

export function emitPhase(state: SweepState, phase: Phase): void {
  if (!phase.classes) {
    emitPixelLoop(state, phase, null, state.pointers, state.uniform);
    return;
  }
  const { f, sweep } = state;
  emitReductionStart(state, phase);
  const classIndex = f.local("i32");
  f.push(0);
  f.set(classIndex);
  f.repeat(() => {
    const pointers = classPointers(state, phase, classIndex);
    emitPixelLoop(state, phase, classIndex, pointers, classUniforms(state, phase, classIndex));
    f.advance(classIndex, 1);
    f.get(classIndex);
    f.push(sweep.program.channels);
    f.emit("i32.lt_u");
  });
}

function classPointers(state: SweepState, phase: Phase, classIndex: Local): Map<number, Local> {
  const { f, sweep, tail } = state;
  const pointers = new Map(state.pointers);
  const touched = new Set<number>(phase.stores.map(({ plane }) => plane));
  for (const { op, immediate } of phase.computes) if (op === "plane") touched.add(immediate);
  for (const plane of touched) {
    const { classBytes, interleaved } = sweep.planes[plane];
    if (classBytes === 0 || interleaved) continue;
    f.get(classIndex);
    f.push(tail ? 64 : classBytes);
    f.emit("i32.mul");
    f.get(state.pointers.get(plane) as Local);
    f.emit("i32.add");
    const pointer = f.local("i32");
    f.set(pointer);
    pointers.set(plane, pointer);
  }
  return pointers;
}

/** Values that vary over classes alone, once per class. */
function classUniforms(state: SweepState, phase: Phase, classIndex: Local): Map<Value, Local> {
  const { f, sweep } = state;
  const done = new Map(state.uniform);
  const source: ValueSource = {
    f,
    relaxed: sweep.relaxed,
    isInner: () => false,
    done,
    load: (value) => {
      if (value.op === "classIndex") return f.vector("i32x4.splat", [classIndex]);
      if (value.op !== "coefficient") return null;
      f.get(classIndex);
      f.push(2);
      f.emit("i32.shl");
      f.get(parameter("coefficients"));
      f.emit("i32.add");
      f.emit("v128.load32_splat", 4 * value.immediate);
      const local = f.local("v128");
      f.set(local);
      return local;
    },
  };
  for (const value of phase.computes) if (value.axes === 2) emitValue(value, source);
  return done;
}

const START: Readonly<Record<string, number>> = {
  classMax: Number.NEGATIVE_INFINITY,
  classTotal: 0,
  classPair: 0,
};

/** Gives reductions over classes their first value. */
function emitReductionStart(state: SweepState, phase: Phase): void {
  if (phase.reductions.length === 0) return;
  const { f, sweep } = state;
  loopOverPixels(state, 4, (offset) => {
    const address = f.value("i32", "i32.add", [parameter("scratch"), offset]);
    for (const reduction of phase.reductions) {
      const slot = sweep.scratch.pixelSlots.get(reduction) as number;
      for (let u = 0; u < 4; u++) {
        store(state, address, f.splat(START[reduction.op]), slot + 16 * u);
        if (reduction.op === "classPair") store(state, address, f.splat(0), slot + rowBytes(state) + 16 * u);
      }
    }
  });
}

function rowBytes({ sweep }: SweepState): number {
  return sweep.scratch.block * 4;
}

function store({ f }: SweepState, address: Local, value: Local, offset: number): void {
  f.get(address);
  f.get(value);
  f.emit("v128.store", offset);
}

/** A loop over the block, 4 * unroll pixels a round; the body gets the byte offset in float rows. */
function loopOverPixels({ f, pixels }: SweepState, unroll: number, body: (offset: Local) => void): void {
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

function emitPixelLoop(
  state: SweepState,
  phase: Phase,
  classIndex: Local | null,
  pointers: ReadonlyMap<number, Local>,
  seeds: ReadonlyMap<Value, Local>,
): void {
  const unroll = unrolling(phase, state.tail);
  const accumulators = new Map(phase.sums.map((sum) => [sum, emitAccumulators(state, sum, unroll)]));
  const classRow = classIndex === null ? null : classRowAddress(state, classIndex);
  loopOverPixels(state, unroll, (offset) => {
    const round = { state, phase, offset, classIndex, pointers, classRow, seeds, addresses: new Map() };
    for (let u = 0; u < unroll; u++) emitVector(round, u, accumulators);
  });
  for (const [sum, locals] of accumulators) flushSum(state, sum, locals, classIndex);
}

function classRowAddress(state: SweepState, classIndex: Local): Local {
  const { f } = state;
  f.get(classIndex);
  f.push(rowBytes(state));
  f.emit("i32.mul");
  f.get(parameter("scratch"));
  f.emit("i32.add");
  const address = f.local("i32");
  f.set(address);
  return address;
}

/** Four pixels: everything that the phase computes of them. */
function emitVector(round: Round, u: number, sums: ReadonlyMap<SumOutput, SumAccumulators>): void {
  const { state, phase, seeds } = round;
  const { f, sweep, tail } = state;
  const source: ValueSource = {
    f,
    relaxed: sweep.relaxed,
    done: new Map(seeds),
    load: (value) => loadValue(round, value, u),
    isInner: (value) => sweep.uses.get(value) === 1 && phase.computes.has(value),
  };
  const masked = (value: Local): Local => (tail ? f.vector("v128.and", [value, state.lanes[u]]) : value);
  for (const reduction of phase.reductions)
    emitReduction(round, reduction, emitValue(reduction.args[0], source), u);
  for (const sum of phase.sums) sums.get(sum)?.add(masked(emitValue(sum.value, source)), u);
  for (const guard of phase.guards) {
    const seen = state.guards.get(guard.slot) as Local;
    const bits = masked(emitValue(guard.value, source));
    f.get(seen);
    f.get(bits);
    f.emit("i32x4.max_u");
    f.set(seen);
  }
  for (const value of phase.saves) {
    const [address, slot] = scratchPlace(round, value);
    store(state, address, emitValue(value, source), slot + 16 * u);
  }
  for (const { value, plane } of phase.stores) emitStore(round, plane, emitValue(value, source), u);
}

function emitStore(round: Round, plane: number, value: Local, u: number): void {
  const { state } = round;
  const slot = state.sweep.scratch.storeSlots.get(plane);
  if (slot !== undefined) store(state, offsetOf(round, "row"), value, slot + 16 * u);
  else store(state, planeAddress(round, plane), value, 16 * u);
}

/** An address plus the offset of this round, computed once per round. */
function once(round: Round, key: string, make: () => Local): Local {
  const known = round.addresses.get(key);
  if (known !== undefined) return known;
  const local = make();
  round.addresses.set(key, local);
  return local;
}

function offsetOf(round: Round, what: "pixel" | "row"): Local {
  const { f } = round.state;
  const base = what === "row" && round.classRow !== null ? round.classRow : parameter("scratch");
  return once(round, what, () => f.value("i32", "i32.add", [base, round.offset]));
}

function planeAddress(round: Round, plane: number): Local {
  const { f, sweep } = round.state;
  const { elementBytes } = sweep.planes[plane];
  return once(round, `plane ${plane}`, () => {
    f.get(round.pointers.get(plane) as Local);
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

/** Row and slot of a value that is kept in scratch memory. */
function scratchPlace(round: Round, value: Value): [Local, number] {
  const { pixelSlots, classSlots } = round.state.sweep.scratch;
  const pixelSlot = pixelSlots.get(value);
  if (pixelSlot !== undefined) return [offsetOf(round, "pixel"), pixelSlot];
  return [offsetOf(round, "row"), classSlots.get(value) as number];
}

function loadValue(round: Round, value: Value, u: number): Local | null {
  const { f, sweep } = round.state;
  const load = (address: Local, offset: number): Local => f.vector("v128.load", [address], offset);
  switch (value.op) {
    case "constant":
      return f.splat(value.immediate);
    case "integer":
      return f.integers(value.immediate);
    case "plane":
      return loadPlane(round, value.immediate, u);
    case "pairHigh":
    case "pairLow": {
      const [address, slot] = scratchPlace(round, value.args[0]);
      return load(address, slot + (value.op === "pairLow" ? rowBytes(round.state) : 0) + 16 * u);
    }
    default:
  }
  if (!round.phase.computes.has(value)) {
    const [address, slot] = scratchPlace(round, value);
    return load(address, slot + 16 * u);
  }
  if (value.op === "label") return loadIntegers(round, sweep.labelPlane, u);
  if (value.op === "maskByte") return loadIntegers(round, sweep.maskPlane, u);
  return null;
}

function loadPlane(round: Round, plane: number, u: number): Local {
  const { f, sweep } = round.state;
  const slot = sweep.scratch.planeSlots.get(plane);
  if (slot !== undefined) return f.vector("v128.load", [offsetOf(round, "row")], slot + 16 * u);
  return f.vector("v128.load", [planeAddress(round, plane)], 16 * u);
}

/** Labels of four pixels as 32-bit integers. */
function loadIntegers(round: Round, plane: number, u: number): Local {
  const { f, sweep } = round.state;
  const address = planeAddress(round, plane);
  switch (sweep.planes[plane].elementBytes) {
    case 4:
      return f.vector("v128.load", [address], 16 * u);
    case 2:
      return f.vector("v128.load16x4_u", [address], 8 * u);
    case 1: {
      // Eight at once: two vectors share the load.
      const eight = once(round, `bytes ${plane} ${u >> 1}`, () =>
        f.vector("v128.load8x8_u", [address], 8 * (u >> 1)),
      );
      return f.vector(u % 2 === 0 ? "i32x4.extend_low_i16x8_u" : "i32x4.extend_high_i16x8_u", [eight]);
    }
  }
}

/** Adds the class to what a reduction has so far. */
function emitReduction(round: Round, reduction: Value, x: Local, u: number): void {
  const { state } = round;
  const { f } = state;
  const [address, slot] = scratchPlace(round, reduction);
  const at = slot + 16 * u;
  const before = f.vector("v128.load", [address], at);
  if (reduction.op !== "classPair") {
    const name = reduction.op === "classMax" ? "f32x4.pmax" : "f32x4.add";
    store(state, address, f.vector(name, [before, x]), at);
    return;
  }
  // Knuth's two-sum: `low` gathers what the additions to `high` round away.
  const sum = f.vector("f32x4.add", [before, x]);
  const part = f.vector("f32x4.sub", [sum, before]);
  const lostOfSum = f.vector("f32x4.sub", [before, f.vector("f32x4.sub", [sum, part])]);
  const lost = f.vector("f32x4.add", [lostOfSum, f.vector("f32x4.sub", [x, part])]);
  store(state, address, sum, at);
  const low = f.vector("v128.load", [address], at + rowBytes(state));
  store(state, address, f.vector("f32x4.add", [low, lost]), at + rowBytes(state));
}
