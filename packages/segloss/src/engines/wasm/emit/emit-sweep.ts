import { GIVEN } from "../../../program/schedule/planes.ts";
import { type FunctionBuilder, functionBuilder } from "../asm/function-builder.ts";
import { type I32, i32, type V128, type Variable } from "../asm/value.ts";
import type { LoopValue } from "../legalise/instructions.ts";
import { flushGuards } from "./emit-guards.ts";
import { emitNest } from "./emit-nest.ts";
import { BLOCKS_PER_LOGARITHM, flushLogarithms } from "./emit-sums.ts";
import { emitValue } from "./emit-value.ts";
import {
  hasClasses,
  SWEEP_PARAMETERS,
  type Sweep,
  type SweepFunction,
  type SweepState,
  tailLayout,
  touchedPlanes,
} from "./sweep.ts";
import { transpose } from "./transpose.ts";

/**
 * The function of a sweep over `count` pixels of an image from `first`: a multiple of 16 of them, or fewer than 16 for
 * the tail.
 */
export function emitSweep(sweep: Sweep, tail: boolean): FunctionBuilder {
  const f = functionBuilder(SWEEP_PARAMETERS);
  const { read, written } = touchedPlanes(sweep);
  const state: SweepState = {
    sweep,
    f,
    tail,
    pointers: emitPointers(f, sweep, [...new Set([...read, ...written])]),
    pixels: f.local("i32"),
    lanes: tail ? emitLanes(f) : [],
    uniform: new Map(),
    guards: new Map(sweep.program.guards.map(({ slot }) => [slot, f.local("v128")])),
    products: new Map(
      sweep.program.sums
        .filter(({ logarithmic, perClass }) => logarithmic && !perClass)
        .map(({ slot }) => [slot, f.local("f64")]),
    ),
    blocks: f.local("i32"),
    size: f.local("i32"),
  };
  f.set(state.size, f.parameters.count);
  const original = tail ? emitTailCopy(state, read) : state.pointers;
  const ready = { ...state, uniform: emitUniforms(state) };
  emitBlocks(ready);
  flushGuards(ready);
  flushLogarithms(ready);
  if (tail) emitCopyBack(ready, written, original);
  return f;
}

/** address + image * imageBytes + first * pixelBytes of each plane; what is given comes in place of sums. */
function emitPointers(
  f: SweepFunction,
  { planes }: Sweep,
  touched: readonly number[],
): Map<number, Variable<"i32">> {
  return new Map(
    touched.map((plane) => {
      const { name, address, imageBytes, pixelBytes } = planes[plane];
      const { sums, image, first } = f.parameters;
      if (name === GIVEN) return [plane, sums];
      return [plane, f.let(i32.add(address, image.mul(imageBytes)).add(first.mul(pixelBytes)))];
    }),
  );
}

/** Which of 16 lanes are pixels. */
function emitLanes(f: SweepFunction): V128[] {
  const count = f.i32x4.splat(f.parameters.count);
  return [0, 4, 8, 12].map((k) => f.i32x4.lt_s(f.integers(k, k + 1, k + 2, k + 3), count));
}

function emitUniforms(state: SweepState): Map<LoopValue, V128> {
  const { f, sweep } = state;
  const done = new Map<LoopValue, V128>();
  const load = (value: LoopValue): V128 | null => {
    if (value.op === "constant") return f.splat(value.immediate);
    if (value.op === "integer") return f.integers(value.immediate);
    if (value.op !== "coefficient") return null;
    return f.v128.load32_splat(f.parameters.coefficients, 4 * value.immediate);
  };
  const source = { f, relaxed: sweep.relaxed, done, load, isInner: () => false };
  for (const { computes } of sweep.nests.flatMap(({ loops }) => loops))
    for (const value of computes) if (value.axes === 0) emitValue(value, source);
  return done;
}

function emitBlocks(state: SweepState): void {
  const { f, sweep, pixels, tail } = state;
  const { block } = sweep.scratch;
  const { count } = f.parameters;
  f.repeat(() => {
    f.set(pixels, tail ? 16 : count.lt_u(block).choose(count, block));
    emitTranspositions(state, "apart");
    for (const nest of sweep.nests) emitNest(state, nest);
    emitTranspositions(state, "together");
    emitAdvance(state);
    return tail ? i32.const(0) : count;
  });
}

function emitAdvance(state: SweepState): void {
  const { f, sweep, pixels, products } = state;
  const { count } = f.parameters;
  for (const [plane, pointer] of state.pointers)
    f.advance(pointer, pixels.mul(sweep.planes[plane].pixelBytes));
  f.set(count, count.sub(pixels));
  if (products.size === 0) return;
  f.advance(state.blocks, 1);
  f.if(state.blocks.eq(BLOCKS_PER_LOGARITHM), () => {
    f.set(state.blocks, 0);
    flushLogarithms(state);
  });
}

function emitTranspositions(state: SweepState, direction: "apart" | "together"): void {
  const { f, sweep } = state;
  const { planeSlots, storeSlots, block } = sweep.scratch;
  for (const [plane, slot] of direction === "apart" ? planeSlots : storeSlots) {
    const rows = f.let(f.parameters.scratch.add(slot));
    const pointer = state.pointers.get(plane) as I32;
    const shape = { pixels: pointer, rows, rowBytes: block * 4, count: state.pixels };
    transpose(f, { ...shape, channels: sweep.program.channels }, direction);
  }
}

/** Copies the tail's pixels to scratch memory, zeros around them; pointers then go there. Returns the old pointers. */
function emitTailCopy(state: SweepState, read: readonly number[]): ReadonlyMap<number, I32> {
  const { f, sweep, pointers } = state;
  const { scratch } = f.parameters;
  const layout = tailLayout(sweep);
  f.memory.fill(scratch.add(sweep.scratch.bytes), 0, layout.bytes);
  const original = new Map<number, I32>();
  for (const [plane, pointer] of pointers) {
    const old = f.local("i32", pointer);
    original.set(plane, old);
    f.set(pointer, scratch.add(layout.at.get(plane) as number));
    if (read.includes(plane)) emitPlaneCopy(state, plane, pointer, old, "in");
  }
  return original;
}

function emitCopyBack(
  state: SweepState,
  written: readonly number[],
  original: ReadonlyMap<number, I32>,
): void {
  const { f, sweep } = state;
  const layout = tailLayout(sweep);
  for (const plane of written) {
    const copy = f.let(f.parameters.scratch.add(layout.at.get(plane) as number));
    emitPlaneCopy(state, plane, copy, original.get(plane) as I32, "out");
  }
}

/** Copies the pixels of a plane between its own place and the tail's copy, class by class where they are apart. */
function emitPlaneCopy(state: SweepState, plane: number, copy: I32, own: I32, way: "in" | "out"): void {
  const { f, sweep, size } = state;
  const { pixelBytes, classBytes, interleaved } = sweep.planes[plane];
  const apart = hasClasses(sweep.planes[plane]) && !interleaved;
  const [a, b, left, bytes] = [f.local("i32"), f.local("i32"), f.local("i32"), f.local("i32")];
  f.set(a, copy);
  f.set(b, own);
  f.set(left, apart ? sweep.program.channels : 1);
  f.set(bytes, size.mul(pixelBytes));
  f.repeat(() => {
    if (way === "in") f.memory.copy(a, b, bytes);
    else f.memory.copy(b, a, bytes);
    f.advance(a, 64);
    f.advance(b, classBytes);
    f.advance(left, -1);
    return left;
  });
}
