import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { type I32, i32, type V128 } from "../../asm/value.ts";

/**
 * An image, or a window of one, in scratch memory: rows of whole vectors with room around them, so that the pixels before and after each
 * can be read without asking for the border. The first pixel of a row is `FIRST` bytes from its start.
 */
export interface Padded {
  readonly depth: number;
  readonly height: number;
  readonly width: number;
  /** Spatial axes. */
  readonly axes: number;
  readonly rowBytes: number;
  /** Bytes from a plane to the next. */
  readonly planeBytes: number;
  /** Equal for equal sizes. */
  readonly key: string;
}

export const FIRST = 16;

export function padded(space: readonly number[]): Padded {
  const [depth, height, width] = [1, 1, ...space].slice(-3);
  const rowBytes = 4 * (Math.ceil(width / 4) * 4 + 8);
  const bytes = rowBytes * height * depth;
  // Planes that are worked on together must not begin at the same place of a page: they would share cache lines' sets.
  const planeBytes = Math.ceil(bytes / 4096) * 4096 + 320;
  return { depth, height, width, axes: space.length, rowBytes, planeBytes, key: space.join("x") };
}

/** A row and its neighbours, as bytes from the start of a plane. Beyond the border a row is its own neighbour. */
export interface Row {
  readonly offset: I32;
  /** From a row to the one before and after it along the axes y and z; 0 at the border. */
  readonly y: readonly [I32, I32];
  readonly z: readonly [I32, I32];
}

/** Pixels of a window that a function works on, from and to along each axis; those along x in bytes, by whole vectors. */
export interface Frame {
  readonly shape: Padded;
  readonly z: readonly [I32, I32];
  readonly y: readonly [I32, I32];
  readonly x: readonly [I32, I32];
}

/** The sides of a window beyond which its image goes on, as bits: before and after along x, y, z. */
export type Sides = I32;

/** Leaves out so many pixels at those sides of a window. */
export function frameOf(f: FunctionBuilder, shape: Padded, skip: I32, sides: Sides): Frame {
  // A pixel more along x: what is made column by column is read one column before and after, too.
  const vectors = f.let(skip.sub(skip.ne(0)).and(-4).mul(4));
  const range = (axis: number, size: number, left: I32): [I32, I32] => [
    f.let(atSide(2 * axis, left, sides)),
    f.let(i32.sub(size, atSide(2 * axis + 1, left, sides))),
  ];
  const { depth, height, width } = shape;
  return {
    shape,
    x: range(0, 4 * width, vectors),
    y: range(1, height, skip),
    z: range(2, depth, skip),
  };
}

/** A number at a side beyond which the image goes on, else 0. */
export function atSide(side: number, of: I32, sides: Sides): I32 {
  return sides.and(1 << side).choose(of, 0);
}

/** A loop over the rows of a frame. */
export function forEachRow(f: FunctionBuilder, frame: Frame, body: (row: Row) => void): void {
  const { depth, height, rowBytes } = frame.shape;
  const slab = rowBytes * height;
  const z = f.let(frame.z[0]);
  f.repeat(() => {
    const y = f.let(frame.y[0]);
    const offset = f.let(z.mul(slab).add(y.mul(rowBytes)));
    f.repeat(() => {
      body({
        offset,
        y: [step(f, y, 0, -rowBytes), step(f, y, height - 1, rowBytes)],
        z: [step(f, z, 0, -slab), step(f, z, depth - 1, slab)],
      });
      f.advance(offset, rowBytes);
      f.advance(y, 1);
      return y.lt_u(frame.y[1]);
    });
    f.advance(z, 1);
    return z.lt_u(frame.z[1]);
  });
}

/** The step, or 0 at the last index. */
function step(f: FunctionBuilder, index: I32, last: number, bytes: number): I32 {
  return f.let(index.eq(last).choose(i32.const(0), bytes));
}

/** A loop over a row of a frame, four pixels a round; the body gets their byte offset from the first. */
export function alongRow(f: FunctionBuilder, { x: [from, to] }: Frame, body: (x: I32) => void): void {
  const x = f.let(from);
  f.repeat(() => {
    body(x);
    f.advance(x, 16);
    return x.lt_u(to);
  });
}

export function load(f: FunctionBuilder, address: I32, pixels = 0): V128 {
  return f.v128.load(address, FIRST + 4 * pixels);
}

export function store(f: FunctionBuilder, address: I32, value: V128): void {
  f.store(address, value, FIRST);
}

/** Gives the pixels before the first and after the last of a row the values of those. */
export function copyEdges(f: FunctionBuilder, { width }: Padded, row: I32): void {
  const pixel = (at: number): I32 => i32.load(row, FIRST + 4 * at);
  setPixel(f, row, -1, pixel(0));
  setPixel(f, row, width, pixel(width - 1));
}

/** Writes the bits of a float to a pixel of a row, -1 and width being those beside it. */
export function setPixel(f: FunctionBuilder, row: I32, pixel: number, bits: I32 | number): void {
  f.i32.store(row, bits, FIRST + 4 * pixel);
}

export const MINUS_INFINITY_BITS: number = 0xff800000 | 0;
