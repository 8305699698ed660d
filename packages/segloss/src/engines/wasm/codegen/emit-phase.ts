import { CLASS } from "../../../formula/expression.ts";
import type { Local } from "../encoder/function-builder.ts";
import { oneAbove } from "../ir/cost.ts";
import { LEAST_CLASSES } from "../ir/own-class.ts";
import type { Phase } from "../ir/phases.ts";
import type { SumOutput } from "../ir/program.ts";
import type { Value } from "../ir/value.ts";
import { emitByteGuard, emitGuard, isByteGuard } from "./emit-guards.ts";
import { isSignOfByte, loadValue } from "./emit-loads.ts";
import { emitReduction, emitReductionStart } from "./emit-reductions.ts";
import { countedBy, emitAccumulators, flushSum, type SumAccumulators } from "./emit-sums.ts";
import { emitValue, type ValueSource } from "./emit-value.ts";
import { addToOwnClass, storeOwnClass } from "./own-class.ts";
import {
  type ClassOfRound,
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
function unrolling(phase: Phase, classes: number, tail: boolean): number {
  // A tail is one round, so that the number of a vector tells its lanes.
  if (tail || !phase.classes) return 4;
  return classes === 1 ? 2 : 1;
}

/** Classes that a round takes together where there are more: sums over classes stay in registers meanwhile. */
const CLASSES_TOGETHER = 4;

export function emitPhase(state: SweepState, phase: Phase): void {
  const { channels } = state.sweep.program;
  if (!phase.classes) {
    emitPixelLoop(state, phase, [
      { index: null, pointers: state.pointers, uniform: state.uniform, row: null },
    ]);
    return;
  }
  const { f } = state;
  emitReductionStart(state, phase);
  const together = channels < LEAST_CLASSES || state.tail ? 1 : CLASSES_TOGETHER;
  const rest = channels % together;
  const classIndex = f.local("i32");
  f.push(0);
  f.set(classIndex);
  f.repeat(() => {
    emitClasses(state, phase, classIndex, together);
    f.advance(classIndex, together);
    f.get(classIndex);
    f.push(channels - rest);
    f.emit("i32.lt_u");
  });
  if (rest > 0) emitClasses(state, phase, classIndex, rest);
}

/** The loop over the pixels for so many classes from a given one. */
function emitClasses(state: SweepState, phase: Phase, first: Local, count: number): void {
  const { f } = state;
  const classes = Array.from({ length: count }, (_, k): ClassOfRound => {
    f.get(first);
    f.push(k);
    f.emit("i32.add");
    const index = f.local("i32");
    f.set(index);
    const pointers = classPointers(state, phase, index);
    const uniform = classUniforms(state, phase, index);
    return { index, pointers, uniform, row: classRowAddress(state, index) };
  });
  emitPixelLoop(state, phase, classes);
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

function emitPixelLoop(state: SweepState, phase: Phase, classes: readonly ClassOfRound[]): void {
  const unroll = unrolling(phase, classes.length, state.tail);
  const plain = phase.sums.filter(({ byLabel }) => !byLabel);
  const accumulators = classes.map(
    () => new Map(plain.map((sum) => [sum, emitAccumulators(state, sum, unroll)])),
  );
  loopOverPixels(state, unroll, (offset) => {
    emitRound(
      classes.map((of) => ({ state, phase, offset, of, addresses: new Map() })),
      unroll,
      accumulators,
    );
  });
  for (const [k, sums] of accumulators.entries())
    for (const [sum, locals] of sums) flushSum(state, sum, locals, classes[k].index);
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
 * Everything that the phase computes of a round's pixels, for one class or a few: all loads, then value by value for
 * each vector, all stores. So the vectors' chains of instructions lie beside each other, and the processor finds some
 * that need not wait.
 */
function emitRound(
  rounds: readonly Round[],
  unroll: number,
  sums: readonly ReadonlyMap<SumOutput, SumAccumulators>[],
): void {
  const { state, phase } = rounds[0];
  const { f, tail } = state;
  const vectors = rounds.flatMap((round, k) =>
    Array.from({ length: unroll }, (_, u) => ({ round, k, u, done: new Map(round.of.uniform) })),
  );
  const sources = vectors.map((vector) => vectorSource(vector, vectors[vector.u]));
  for (const value of phase.computes) {
    if (isLoadedFirst(value, state)) for (const source of sources) emitValue(value, source);
  }
  const endings: (() => void)[] = [];
  const each = (value: Value, end: (local: Local, vector: Vector) => void): void => {
    // What does not vary over classes is kept, checked and written once.
    const count = rounds.length > 1 && (value.axes & CLASS) === 0 ? unroll : vectors.length;
    for (const [i, vector] of vectors.slice(0, count).entries()) {
      const local = emitValue(value, sources[i]);
      endings.push(() => end(local, vector));
    }
  };
  const masked = (value: Local, u: number): Local =>
    tail ? f.vector("v128.and", [value, state.lanes[u]]) : value;
  for (const reduction of phase.reductions) {
    const locals = sources.map((source) => emitValue(reduction.args[0], source));
    for (let u = 0; u < unroll; u++) {
      const ofClasses = locals.filter((_, i) => vectors[i].u === u);
      endings.push(() => emitReduction(rounds[0], reduction, ofClasses, u));
    }
  }
  for (const value of phase.saves) {
    each(value, (local, { round, u }) => {
      const [address, slot] = scratchPlace(round, value);
      store(state, address, local, slot + 16 * u);
    });
  }
  for (const sum of phase.sums) {
    if (sum.byLabel) {
      each(sum.value, (local, { round, u }) => addToOwnClass(round, sum.slot, masked(local, u), u));
      continue;
    }
    const above = sum.logarithmic && !tail ? oneAbove(sum.value, phase.computes) : undefined;
    const added = countedBy(sum) ?? sum.value;
    for (const [i, { k, u }] of vectors.entries()) {
      const local = emitValue(added, sources[i]);
      const onePlus = above ? emitValue(above, sources[i]) : null;
      endings.push(() => sums[k].get(sum)?.add(masked(local, u), u, onePlus));
    }
  }
  for (const { value, plane, byLabel } of phase.stores) {
    const write = byLabel ? storeOwnClass : emitStore;
    if ((value.axes & CLASS) === 0 && !byLabel) {
      for (const [i, { round, u }] of vectors.entries()) {
        const local = emitValue(value, sources[i]);
        endings.push(() => write(round, plane, local, u));
      }
    } else each(value, (local, { round, u }) => write(round, plane, local, u));
  }
  for (const guard of phase.guards) {
    if (isByteGuard(guard, state.sweep)) endings.push(() => emitByteGuard(rounds[0], guard.slot));
    else each(guard.value, (local, { u }) => emitGuard(state, guard.slot, masked(local, u)));
  }
  for (const end of endings) end();
}

function isLoadedFirst(value: Value, state: SweepState): boolean {
  if (value.op === "label") return state.sweep.planes[state.sweep.labelPlane].elementBytes !== 1;
  return value.op === "plane" || isSignOfByte(value, state);
}

/** Four pixels of a class (or of none): values that are at hand. */
interface Vector {
  readonly round: Round;
  readonly k: number;
  readonly u: number;
  readonly done: Map<Value, Local>;
}

function vectorSource({ round, u, done }: Vector, ofFirstClass: Vector): ValueSource {
  const { state, phase } = round;
  const { f, sweep } = state;
  const isFirst = round === ofFirstClass.round;
  const first = isFirst ? null : vectorSource(ofFirstClass, ofFirstClass);
  return {
    f,
    relaxed: sweep.relaxed,
    done,
    // The classes of a round share what is the same for all of them.
    load: (value) => {
      if (first && (value.axes & CLASS) === 0) return emitValue(value, first);
      return loadValue(round, value, u);
    },
    isInner: (value) => sweep.uses.get(value) === 1 && phase.computes.has(value),
  };
}

function emitStore(round: Round, plane: number, value: Local, u: number): void {
  const { state } = round;
  const slot = state.sweep.scratch.storeSlots.get(plane);
  if (slot !== undefined) store(state, offsetOf(round, "row"), value, slot + 16 * u);
  else store(state, planeAddress(round, plane), value, 16 * u);
}
