import { type FunctionBuilder, functionBuilder, type Local } from "../encoder/function-builder.ts";
import {
  alongRow,
  copyEdges,
  FIRST,
  type Frame,
  forEachRow,
  frameOf,
  pushAtSide,
  store,
  sum,
} from "./padded.ts";
import type { Tiling } from "./tiles.ts";

/**
 * pad(from, to, skip, sides): the rows of a window of an image to their places, edges beside them. Reads up to three
 * values past the end.
 */
export function emitPad({ shape, space }: Tiling): FunctionBuilder {
  const f = functionBuilder(["i32", "i32", "i32", "i32"]);
  const frame = frameOf(f, shape, 2, 3);
  forEachRowOf(f, frame, space, 4, 0, ({ offset, outside }) => {
    const to = sum(f, 1, offset);
    alongRow(f, frame, (x) =>
      store(f, sum(f, to, x), f.vector("v128.load", [f.value("i32", "i32.add", [outside, x])], 0)),
    );
    copyEdges(f, shape, to);
  });
  return f;
}

/** The functions of a program for rows: for multiples of 16 pixels, and for fewer than 16. */
export interface RowFunctions {
  whole(): number;
  rest(): number;
}

/**
 * compute(first, to, skip, sides, image, scratch, coefficients): the same of rows that a program computes; `first` is the
 * window's first pixel.
 */
export function emitCompute({ shape, space }: Tiling, { whole, rest }: RowFunctions): FunctionBuilder {
  const f = functionBuilder(["i32", "i32", "i32", "i32", "i32", "i32", "i32"]);
  const [image, scratch, coefficients] = [4, 5, 6];
  const many = shape.width - (shape.width % 16);
  const frame = frameOf(f, shape, 2, 3);
  const call = (target: () => number, first: Local, to: Local, from: number, count: number): void => {
    if (count === 0) return;
    f.get(image);
    f.get(sum(f, first, constant(f, from)));
    f.push(count);
    f.get(scratch);
    f.get(sum(f, to, constant(f, FIRST + 4 * from)));
    f.get(coefficients);
    f.push(0);
    f.emit("call", target());
  };
  forEachRowOf(f, frame, space, 1, 0, ({ offset, outside }) => {
    const to = sum(f, 1, offset);
    call(whole, outside, to, 0, many);
    call(rest, outside, to, many, shape.width - many);
    copyEdges(f, shape, to);
  });
  return f;
}

/** crop(from, to, skip, sides): the inverse of `pad`, but for the pixels that are skipped. */
export function emitCrop({ shape, space }: Tiling): FunctionBuilder {
  const f = functionBuilder(["i32", "i32", "i32", "i32"]);
  const frame = frameOf(f, shape, 2, 3);
  const bytes = f.value("i32", "i32.shl", [2, constant(f, 2)]);
  const [before, after] = [0, 1].map((side) => {
    pushAtSide(f, side, bytes, 3);
    const skipped = f.local("i32");
    f.set(skipped);
    return skipped;
  });
  forEachRowOf(f, frame, space, 4, 1, ({ offset, outside }) => {
    f.get(sum(f, outside, before));
    f.get(sum(f, 0, offset, before));
    f.push(FIRST);
    f.emit("i32.add");
    f.push(4 * shape.width);
    f.get(before);
    f.emit("i32.sub");
    f.get(after);
    f.emit("i32.sub");
    f.emit("memory.copy");
  });
  return f;
}

/** A row of a window: bytes from the start of its plane, and its place in the image outside. */
interface RowOf {
  readonly offset: Local;
  readonly outside: Local;
}

function forEachRowOf(
  f: FunctionBuilder,
  frame: Frame,
  [, height, width]: readonly number[],
  pixelUnits: number,
  window: Local,
  body: (row: RowOf) => void,
): void {
  const { shape } = frame;
  const rows = constant(f, shape.height);
  const rowBytes = constant(f, shape.rowBytes);
  forEachRow(f, frame, ({ offset }) => {
    const row = f.value("i32", "i32.div_u", [offset, rowBytes]);
    const z = f.value("i32", "i32.div_u", [row, rows]);
    // Rows of the image between two slabs of the window.
    const beside = f.value("i32", "i32.mul", [z, constant(f, height - shape.height)]);
    const at = f.value("i32", "i32.mul", [sum(f, row, beside), constant(f, pixelUnits * width)]);
    body({ offset, outside: sum(f, window, at) });
  });
}

function constant(f: FunctionBuilder, n: number): Local {
  const local = f.local("i32");
  f.push(n);
  f.set(local);
  return local;
}
