import { type Callee, type FunctionBuilder, functionBuilder } from "../../asm/function-builder.ts";
import { type I32, i32 } from "../../asm/value.ts";
import { alongRow, atSide, copyEdges, FIRST, type Frame, forEachRow, frameOf, store } from "./padded.ts";
import type { Tiling } from "./tiles.ts";

/**
 * pad(from, to, skip, sides): the rows of a window of an image to their places, edges beside them. Reads up to three
 * values past the end.
 */
export function emitPad({ shape, space }: Tiling): FunctionBuilder {
  const f = functionBuilder(["from", "to", "skip", "sides"]);
  const { from, to, skip, sides } = f.parameters;
  const frame = frameOf(f, shape, skip, sides);
  forEachRowOf(f, frame, space, 4, from, ({ offset, outside }) => {
    const row = f.let(to.add(offset));
    alongRow(f, frame, (x) => store(f, row.add(x), f.v128.load(outside.add(x))));
    copyEdges(f, shape, row);
  });
  return f;
}

/** The functions of a program for rows: for multiples of 16 pixels, and for fewer than 16. */
export interface RowFunctions {
  whole(): Callee;
  rest(): Callee;
}

/**
 * compute(first, to, skip, sides, image, scratch, coefficients): the same of rows that a program computes; `first` is the
 * window's first pixel.
 */
export function emitCompute({ shape, space }: Tiling, { whole, rest }: RowFunctions): FunctionBuilder {
  const f = functionBuilder(["first", "to", "skip", "sides", "image", "scratch", "coefficients"]);
  const { first, to, skip, sides, image, scratch, coefficients } = f.parameters;
  const many = shape.width - (shape.width % 16);
  const frame = frameOf(f, shape, skip, sides);
  forEachRowOf(f, frame, space, 1, first, ({ offset, outside }) => {
    const row = f.let(to.add(offset));
    const call = (target: () => Callee, from: number, count: number): void => {
      if (count === 0) return;
      const place = row.add(FIRST + 4 * from);
      f.call(target(), image, outside.add(from), count, scratch, place, coefficients, 0);
    };
    call(whole, 0, many);
    call(rest, many, shape.width - many);
    copyEdges(f, shape, row);
  });
  return f;
}

/** crop(from, to, skip, sides): the inverse of `pad`, but for the pixels that are skipped. */
export function emitCrop({ shape, space }: Tiling): FunctionBuilder {
  const f = functionBuilder(["from", "to", "skip", "sides"]);
  const { from, to, skip, sides } = f.parameters;
  const frame = frameOf(f, shape, skip, sides);
  const bytes = f.let(skip.shl(2));
  const [before, after] = [0, 1].map((side) => f.let(atSide(side, bytes, sides)));
  forEachRowOf(f, frame, space, 4, to, ({ offset, outside }) => {
    const kept = i32.sub(4 * shape.width, before).sub(after);
    f.memory.copy(outside.add(before), from.add(offset).add(before).add(FIRST), kept);
  });
  return f;
}

/** A row of a window: bytes from the start of its plane, and its place in the image outside. */
interface RowOf {
  readonly offset: I32;
  readonly outside: I32;
}

function forEachRowOf(
  f: FunctionBuilder,
  frame: Frame,
  [, height, width]: readonly number[],
  pixelUnits: number,
  window: I32,
  body: (row: RowOf) => void,
): void {
  const { shape } = frame;
  forEachRow(f, frame, ({ offset }) => {
    const row = f.let(offset.div_u(shape.rowBytes));
    // Rows of the image between two slabs of the window.
    const beside = row.div_u(shape.height).mul(height - shape.height);
    body({ offset, outside: f.let(window.add(row.add(beside).mul(pixelUnits * width))) });
  });
}
