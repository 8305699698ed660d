import type { Local } from "../encoder/function-builder.ts";
import { oneAbove } from "../ir/cost.ts";
import type { Phase } from "../ir/phases.ts";
import type { SumOutput } from "../ir/program.ts";
import type { Value } from "../ir/value.ts";
import { loadValue } from "./emit-loads.ts";
import { emitReduction, emitReductionStart } from "./emit-reductions.ts";
import { emitAccumulators, flushSum, type SumAccumulators } from "./emit-sums.ts";
import { emitValue, type ValueSource } from "./emit-value.ts";
import {
  loopOverPixels,
  offsetOf,
  planeAddress,
  type Round,
  rowBytes,
  scratchPlace,
  store,
} from "./round.ts";
import { parameter, type SweepState } from "./sweep.ts";

/** Vectors per round: enough chains of instructions beside each other, few enough that their values fit the registers. */
function unrolling(phase: Phase, tail: boolean): number {
  // A tail is one round, so that the number of a vector tells its lanes.
  return phase.classes && !tail ? 2 : 4;
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
    emitRound(round, unroll, accumulators);
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

/**
 * Everything that the phase computes of a round's pixels: all loads, then value by value for each vector, all stores.
 * So the vectors' chains of instructions lie beside each other, and the processor finds some that need not wait.
 */
function emitRound(round: Round, unroll: number, sums: ReadonlyMap<SumOutput, SumAccumulators>): void {
  const { state, phase } = round;
  const { f, tail } = state;
  const vectors = Array.from({ length: unroll }, (_, u) => vectorSource(round, u));
  for (const value of phase.computes) {
    if (value.op === "plane" || value.op === "label") for (const source of vectors) emitValue(value, source);
  }
  const endings: (() => void)[] = [];
  const each = (value: Value, end: (local: Local, u: number) => void): void => {
    for (const [u, source] of vectors.entries()) {
      const local = emitValue(value, source);
      endings.push(() => end(local, u));
    }
  };
  const masked = (value: Local, u: number): Local =>
    tail ? f.vector("v128.and", [value, state.lanes[u]]) : value;
  for (const reduction of phase.reductions)
    each(reduction.args[0], (local, u) => emitReduction(round, reduction, local, u));
  for (const value of phase.saves) {
    const [address, slot] = scratchPlace(round, value);
    each(value, (local, u) => store(state, address, local, slot + 16 * u));
  }
  for (const sum of phase.sums) {
    const above = sum.logarithmic && !tail ? oneAbove(sum.value, phase.computes) : undefined;
    const locals = above ? vectors.map((source) => emitValue(above, source)) : [];
    each(sum.value, (local, u) => sums.get(sum)?.add(masked(local, u), u, locals[u] ?? null));
  }
  for (const { value, plane } of phase.stores) each(value, (local, u) => emitStore(round, plane, local, u));
  for (const guard of phase.guards)
    each(guard.value, (local, u) => emitGuard(state, guard.slot, masked(local, u)));
  for (const end of endings) end();
}

function vectorSource(round: Round, u: number): ValueSource {
  const { state, phase, seeds } = round;
  const { f, sweep } = state;
  return {
    f,
    relaxed: sweep.relaxed,
    done: new Map(seeds),
    load: (value) => loadValue(round, value, u),
    isInner: (value) => sweep.uses.get(value) === 1 && phase.computes.has(value),
  };
}

function emitGuard({ f, guards }: SweepState, slot: number, bits: Local): void {
  const seen = guards.get(slot) as Local;
  f.get(seen);
  f.get(bits);
  f.emit("i32x4.max_u");
  f.set(seen);
}

function emitStore(round: Round, plane: number, value: Local, u: number): void {
  const { state } = round;
  const slot = state.sweep.scratch.storeSlots.get(plane);
  if (slot !== undefined) store(state, offsetOf(round, "row"), value, slot + 16 * u);
  else store(state, planeAddress(round, plane), value, 16 * u);
}
