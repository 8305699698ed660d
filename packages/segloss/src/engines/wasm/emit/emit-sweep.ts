import { GIVEN } from "../../../program/schedule/planes.ts";
import { type FunctionBuilder, functionBuilder, type Local } from "../encoder/function-builder.ts";
import type { LoopValue } from "../legalise/instructions.ts";
import { flushGuards } from "./emit-guards.ts";
import { emitNest } from "./emit-nest.ts";
import { BLOCKS_PER_LOGARITHM, flushLogarithms } from "./emit-sums.ts";
import { emitValue } from "./emit-value.ts";
import {
  hasClasses,
  parameter,
  SWEEP_PARAMETERS,
  type Sweep,
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
  const f = functionBuilder(SWEEP_PARAMETERS.map(() => "i32" as const));
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
  f.get(parameter("count"));
  f.set(state.size);
  const original = tail ? emitTailCopy(state, read) : state.pointers;
  const ready = { ...state, uniform: emitUniforms(state) };
  emitBlocks(ready);
  flushGuards(ready);
  flushLogarithms(ready);
  if (tail) emitCopyBack(ready, written, original);
  return f;
}

/** address + image * imageBytes + first * pixelBytes of each plane; what is given comes in place of sums. */
function emitPointers(f: FunctionBuilder, { planes }: Sweep, touched: readonly number[]): Map<number, Local> {
  return new Map(
    touched.map((plane) => {
      const { name, address, imageBytes, pixelBytes } = planes[plane];
      if (name === GIVEN) return [plane, parameter("sums")];
      f.push(address);
      f.get(parameter("image"));
      f.push(imageBytes);
      f.emit("i32.mul");
      f.emit("i32.add");
      f.get(parameter("first"));
      f.push(pixelBytes);
      f.emit("i32.mul");
      f.emit("i32.add");
      const pointer = f.local("i32");
      f.set(pointer);
      return [plane, pointer];
    }),
  );
}

/** Which of 16 lanes are pixels. */
function emitLanes(f: FunctionBuilder): Local[] {
  const count = f.vector("i32x4.splat", [parameter("count")]);
  return [0, 4, 8, 12].map((k) => f.vector("i32x4.lt_s", [f.integers(k, k + 1, k + 2, k + 3), count]));
}

function emitUniforms(state: SweepState): Map<LoopValue, Local> {
  const { f, sweep } = state;
  const done = new Map<LoopValue, Local>();
  const load = (value: LoopValue): Local | null => {
    if (value.op === "constant") return f.splat(value.immediate);
    if (value.op === "integer") return f.integers(value.immediate);
    if (value.op !== "coefficient") return null;
    return f.vector("v128.load32_splat", [parameter("coefficients")], 4 * value.immediate);
  };
  const source = { f, relaxed: sweep.relaxed, done, load, isInner: () => false };
  for (const { computes } of sweep.nests.flatMap(({ loops }) => loops))
    for (const value of computes) if (value.axes === 0) emitValue(value, source);
  return done;
}

function emitBlocks(state: SweepState): void {
  const { f, sweep, pixels, tail } = state;
  const { block } = sweep.scratch;
  f.repeat(() => {
    if (tail) {
      f.push(16);
    } else {
      f.get(parameter("count"));
      f.push(block);
      f.get(parameter("count"));
      f.push(block);
      f.emit("i32.lt_u");
      f.emit("select");
    }
    f.set(pixels);
    emitTranspositions(state, "apart");
    for (const nest of sweep.nests) emitNest(state, nest);
    emitTranspositions(state, "together");
    emitAdvance(state);
    if (tail) f.push(0);
    else f.get(parameter("count"));
  });
}

function emitAdvance(state: SweepState): void {
  const { f, sweep, pixels, products } = state;
  for (const [plane, pointer] of state.pointers) {
    f.get(pointer);
    f.get(pixels);
    f.push(sweep.planes[plane].pixelBytes);
    f.emit("i32.mul");
    f.emit("i32.add");
    f.set(pointer);
  }
  f.get(parameter("count"));
  f.get(pixels);
  f.emit("i32.sub");
  f.set(parameter("count"));
  if (products.size === 0) return;
  f.advance(state.blocks, 1);
  f.get(state.blocks);
  f.push(BLOCKS_PER_LOGARITHM);
  f.emit("i32.eq");
  f.when(() => {
    f.push(0);
    f.set(state.blocks);
    flushLogarithms(state);
  });
}

function emitTranspositions(state: SweepState, direction: "apart" | "together"): void {
  const { f, sweep } = state;
  const { planeSlots, storeSlots, block } = sweep.scratch;
  for (const [plane, slot] of direction === "apart" ? planeSlots : storeSlots) {
    f.get(parameter("scratch"));
    f.push(slot);
    f.emit("i32.add");
    const rows = f.local("i32");
    f.set(rows);
    const pointer = state.pointers.get(plane) as Local;
    const shape = { pixels: pointer, rows, rowBytes: block * 4, count: state.pixels };
    transpose(f, { ...shape, channels: sweep.program.channels }, direction);
  }
}

/** Copies the tail's pixels to scratch memory, zeros around them; pointers then go there. Returns the old pointers. */
function emitTailCopy(state: SweepState, read: readonly number[]): ReadonlyMap<number, Local> {
  const { f, sweep, pointers } = state;
  const layout = tailLayout(sweep);
  f.get(parameter("scratch"));
  f.push(sweep.scratch.bytes);
  f.emit("i32.add");
  f.push(0);
  f.push(layout.bytes);
  f.emit("memory.fill");
  const original = new Map<number, Local>();
  for (const [plane, pointer] of pointers) {
    const old = f.local("i32");
    f.get(pointer);
    f.set(old);
    original.set(plane, old);
    f.get(parameter("scratch"));
    f.push(layout.at.get(plane) as number);
    f.emit("i32.add");
    f.set(pointer);
    if (read.includes(plane)) emitPlaneCopy(state, plane, pointer, old, "in");
  }
  return original;
}

function emitCopyBack(
  state: SweepState,
  written: readonly number[],
  original: ReadonlyMap<number, Local>,
): void {
  const { f, sweep } = state;
  const layout = tailLayout(sweep);
  for (const plane of written) {
    f.get(parameter("scratch"));
    f.push(layout.at.get(plane) as number);
    f.emit("i32.add");
    const copy = f.local("i32");
    f.set(copy);
    emitPlaneCopy(state, plane, copy, original.get(plane) as Local, "out");
  }
}

/** Copies the pixels of a plane between its own place and the tail's copy, class by class where they are apart. */
function emitPlaneCopy(state: SweepState, plane: number, copy: Local, own: Local, way: "in" | "out"): void {
  const { f, sweep } = state;
  const { pixelBytes, classBytes, interleaved } = sweep.planes[plane];
  const apart = hasClasses(sweep.planes[plane]) && !interleaved;
  const [a, b, left, bytes] = [f.local("i32"), f.local("i32"), f.local("i32"), f.local("i32")];
  f.get(copy);
  f.set(a);
  f.get(own);
  f.set(b);
  f.push(apart ? sweep.program.channels : 1);
  f.set(left);
  f.get(state.size);
  f.push(pixelBytes);
  f.emit("i32.mul");
  f.set(bytes);
  f.repeat(() => {
    f.get(way === "in" ? a : b);
    f.get(way === "in" ? b : a);
    f.get(bytes);
    f.emit("memory.copy");
    f.advance(a, 64);
    f.advance(b, classBytes);
    f.advance(left, -1);
    f.get(left);
  });
}
