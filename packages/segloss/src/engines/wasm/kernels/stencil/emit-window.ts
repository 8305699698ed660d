import type { Callee, FunctionBuilder } from "../../asm/function-builder.ts";
import { type I32, i32 } from "../../asm/value.ts";
import { atSide, copyEdges, FIRST, type Row, store } from "./padded.ts";
import { rowFunction } from "./row-function.ts";
import type { Tiling } from "./tiles.ts";

/**
 * pad(to, from, skip, sides): the rows of a window of an image to their places, edges beside them. Reads up to three
 * values past the end.
 */
export function emitPad(tiling: Tiling): FunctionBuilder {
  const { shape } = tiling;
  return rowFunction(shape, { planes: ["to"], more: ["from"] }, ({ f, row, at, more, along }) => {
    const outside = outsideOf(f, tiling, row, more.from, 4);
    along((x) => store(f, at.to.add(x), f.v128.load(outside.add(x))));
    copyEdges(f, shape, at.to);
  });
}

/** The functions of a program for rows: for multiples of 16 pixels, and for fewer than 16. */
export interface RowFunctions {
  whole(): Callee;
  rest(): Callee;
}

/**
 * compute(to, first, image, scratch, coefficients, skip, sides): the same of rows that a program computes; `first` is the
 * window's first pixel.
 */
export function emitCompute(tiling: Tiling, { whole, rest }: RowFunctions): FunctionBuilder {
  const { shape } = tiling;
  const many = shape.width - (shape.width % 16);
  const names = ["first", "image", "scratch", "coefficients"] as const;
  return rowFunction(shape, { planes: ["to"], more: names }, ({ f, row, at, more }) => {
    const { first, image, scratch, coefficients } = more;
    const outside = outsideOf(f, tiling, row, first, 1);
    const call = (target: () => Callee, from: number, count: number): void => {
      if (count === 0) return;
      const place = at.to.add(FIRST + 4 * from);
      f.call(target(), image, outside.add(from), count, scratch, place, coefficients, 0);
    };
    call(whole, 0, many);
    call(rest, many, shape.width - many);
    copyEdges(f, shape, at.to);
  });
}

/** crop(from, to, skip, sides): the inverse of `pad`, but for the pixels that are skipped. */
export function emitCrop(tiling: Tiling): FunctionBuilder {
  const { shape } = tiling;
  return rowFunction(shape, { planes: ["from"], more: ["to"] }, ({ f, row, at, more, skip, sides }) => {
    const outside = outsideOf(f, tiling, row, more.to, 4);
    const [before, after] = [0, 1].map((side) => f.let(atSide(side, skip.shl(2), sides)));
    const kept = i32.sub(4 * shape.width, before).sub(after);
    f.memory.copy(outside.add(before), at.from.add(before).add(FIRST), kept);
  });
}

/** Where a row of a window lies in its image, in so many units a pixel. */
function outsideOf(
  f: FunctionBuilder,
  { shape, space: [, height, width] }: Tiling,
  { offset }: Row,
  window: I32,
  pixelUnits: number,
): I32 {
  const row = f.let(offset.div_u(shape.rowBytes));
  // Rows of the image between two slabs of the window.
  const beside = row.div_u(shape.height).mul(height - shape.height);
  return f.let(window.add(row.add(beside).mul(pixelUnits * width)));
}
