import type { Local } from "../encoder/function-builder.ts";
import type { LoopValue } from "../legalise/instructions.ts";
import type { Loop, LoopNest } from "../loops/loop-nest.ts";
import { emitReductionStart } from "./emit-reductions.ts";
import { emitRound } from "./emit-round.ts";
import { emitAccumulators } from "./emit-sums.ts";
import { emitValue, type ValueSource } from "./emit-value.ts";
import { type ClassOfRound, loopOverPixels, rowBytes } from "./round.ts";
import { parameter, type SweepState } from "./sweep.ts";
import { classesTogether } from "./sweep-shape.ts";

export function emitNest(state: SweepState, nest: LoopNest): void {
  const { channels } = state.sweep.program;
  if (!nest.classes) {
    const { pointers, uniform } = state;
    const all: ClassOfRound = { index: null, place: 0, pointers, uniform, row: null };
    for (const loop of nest.loops) emitPixelLoop(state, nest, loop, [all]);
    return;
  }
  const { f } = state;
  emitReductionStart(state, nest);
  const together = classesTogether(channels, state.tail);
  const rest = channels % together;
  const classIndex = f.local("i32");
  f.push(0);
  f.set(classIndex);
  f.repeat(() => {
    emitClasses(state, nest, classIndex, together);
    f.advance(classIndex, together);
    f.get(classIndex);
    f.push(channels - rest);
    f.emit("i32.lt_u");
  });
  if (rest > 0) emitClasses(state, nest, classIndex, rest);
}

/** The loops over the pixels for so many classes from a given one. */
function emitClasses(state: SweepState, nest: LoopNest, first: Local, count: number): void {
  const { f } = state;
  const classes = Array.from({ length: count }, (_, place): ClassOfRound => {
    f.get(first);
    f.push(place);
    f.emit("i32.add");
    const index = f.local("i32");
    f.set(index);
    const pointers = classPointers(state, nest, index);
    const uniform = classUniforms(state, nest, index);
    return { index, place, pointers, uniform, row: classRowAddress(state, index) };
  });
  for (const loop of nest.loops) emitPixelLoop(state, nest, loop, classes);
}

function classPointers(state: SweepState, { loops }: LoopNest, classIndex: Local): Map<number, Local> {
  const { f, sweep, tail } = state;
  const pointers = new Map(state.pointers);
  const touched = new Set<number>();
  for (const { computes, stores } of loops) {
    for (const { plane } of stores) touched.add(plane);
    for (const { op, immediate } of computes) if (op === "plane") touched.add(immediate);
  }
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
function classUniforms(state: SweepState, { loops }: LoopNest, classIndex: Local): Map<LoopValue, Local> {
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
  for (const { computes } of loops)
    for (const value of computes) if (value.axes === 2) emitValue(value, source);
  return done;
}

/** Vectors per round: as many as share the load of sixteen labels; of several classes, fewer each. */
function unrolling(classes: number): number {
  return classes === 1 ? 4 : 2;
}

function emitPixelLoop(
  state: SweepState,
  nest: LoopNest,
  loop: Loop,
  classes: readonly ClassOfRound[],
): void {
  const unroll = unrolling(classes.length);
  const plain = loop.sums.filter(({ byLabel }) => !byLabel);
  const accumulators = classes.map(
    () => new Map(plain.map((sum) => [sum, emitAccumulators(state, sum, unroll)])),
  );
  loopOverPixels(state, unroll, (offset) => {
    emitRound(
      classes.map((of) => ({ state, nest, loop, offset, of, addresses: new Map() })),
      unroll,
      accumulators,
    );
  });
  for (const [k, sums] of accumulators.entries())
    for (const sum of sums.values()) sum.flush(classes[k].index);
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
