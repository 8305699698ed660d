import type { I32, V128, Variable } from "../asm/value.ts";
import type { LoopValue } from "../legalise/instructions.ts";
import type { Loop, LoopNest } from "../loops/loop-nest.ts";
import { emitReductionStart } from "./emit-reductions.ts";
import { emitRound } from "./emit-round.ts";
import { emitAccumulators } from "./emit-sums.ts";
import { emitValue, type ValueSource } from "./emit-value.ts";
import { type ClassOfRound, loopOverPixels, rowBytes } from "./round.ts";
import type { SweepState } from "./sweep.ts";
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
  const classIndex = f.local("i32", 0);
  f.repeat(() => {
    emitClasses(state, nest, classIndex, together);
    f.advance(classIndex, together);
    return classIndex.lt_u(channels - rest);
  });
  if (rest > 0) emitClasses(state, nest, classIndex, rest);
}

/** The loops over the pixels for so many classes from a given one. */
function emitClasses(state: SweepState, nest: LoopNest, first: I32, count: number): void {
  const { f } = state;
  const classes = Array.from({ length: count }, (_, place): ClassOfRound => {
    const index = f.let(first.add(place));
    const pointers = classPointers(state, nest, index);
    const uniform = classUniforms(state, nest, index);
    return { index, place, pointers, uniform, row: classRowAddress(state, index) };
  });
  for (const loop of nest.loops) emitPixelLoop(state, nest, loop, classes);
}

function classPointers(
  state: SweepState,
  { loops }: LoopNest,
  classIndex: I32,
): Map<number, Variable<"i32">> {
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
    const first = state.pointers.get(plane) as I32;
    pointers.set(plane, f.let(classIndex.mul(tail ? 64 : classBytes).add(first)));
  }
  return pointers;
}

/** Values that vary over classes alone, once per class. */
function classUniforms(state: SweepState, { loops }: LoopNest, classIndex: I32): Map<LoopValue, V128> {
  const { f, sweep } = state;
  const done = new Map(state.uniform);
  const source: ValueSource = {
    f,
    relaxed: sweep.relaxed,
    isInner: () => false,
    done,
    load: (value) => {
      if (value.op === "classIndex") return f.i32x4.splat(classIndex);
      if (value.op !== "coefficient") return null;
      const place = classIndex.shl(2).add(f.parameters.coefficients);
      return f.v128.load32_splat(place, 4 * value.immediate);
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
      classes.map((of) => ({ state, nest, loop, offset, of, made: new Map() })),
      unroll,
      accumulators,
    );
  });
  for (const [k, sums] of accumulators.entries())
    for (const sum of sums.values()) sum.flush(classes[k].index);
}

function classRowAddress(state: SweepState, classIndex: I32): I32 {
  const { f } = state;
  return f.let(classIndex.mul(rowBytes(state)).add(f.parameters.scratch));
}
