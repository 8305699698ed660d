import type { Local } from "../encoder/function-builder.ts";
import { LEAST_CLASSES } from "../ir/own-class.ts";
import type { Phase } from "../ir/phases.ts";
import type { Value } from "../ir/value.ts";
import { emitReductionStart } from "./emit-reductions.ts";
import { emitRound } from "./emit-round.ts";
import { emitAccumulators, flushSum } from "./emit-sums.ts";
import { emitValue, type ValueSource } from "./emit-value.ts";
import { type ClassOfRound, loopOverPixels, rowBytes } from "./round.ts";
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
