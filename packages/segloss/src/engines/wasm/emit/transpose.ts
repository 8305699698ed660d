import type { FunctionBuilder } from "../asm/function-builder.ts";
import type { I32, V128 } from "../asm/value.ts";

/** Rows of a 4 x 4 matrix to its columns. */
function transpose4(f: FunctionBuilder, [a, b, c, d]: readonly V128[]): V128[] {
  const lowAB = f.lanes(a, b, [0, 4, 1, 5]);
  const highAB = f.lanes(a, b, [2, 6, 3, 7]);
  const lowCD = f.lanes(c, d, [0, 4, 1, 5]);
  const highCD = f.lanes(c, d, [2, 6, 3, 7]);
  return [
    f.lanes(lowAB, lowCD, [0, 1, 4, 5]),
    f.lanes(lowAB, lowCD, [2, 3, 6, 7]),
    f.lanes(highAB, highCD, [0, 1, 4, 5]),
    f.lanes(highAB, highCD, [2, 3, 6, 7]),
  ];
}

/** Where interleaved pixels are, where their classes go in rows, and how many there are: all i32 locals. */
export interface Transposition {
  /** Address of the first pixel's classes. */
  readonly pixels: I32;
  /** Address of the first class's row. */
  readonly rows: I32;
  /** Bytes of a row, four times the pixels of a block. */
  readonly rowBytes: number;
  /** Pixels, a multiple of 4. */
  readonly count: I32;
  readonly channels: number;
}

/** Takes the classes of pixels apart into rows, or puts rows together. */
export function transpose(f: FunctionBuilder, from: Transposition, direction: "apart" | "together"): void {
  const [pixel, row, left] = [f.local("i32"), f.local("i32"), f.local("i32")];
  f.set(pixel, from.pixels);
  f.set(row, from.rows);
  f.set(left, from.count);
  const group = from.channels < 4 ? fewClasses : manyClasses;
  f.repeat(() => {
    group(f, pixel, row, from, direction);
    f.advance(pixel, 16 * from.channels);
    f.advance(row, 16);
    f.advance(left, -4);
    return left;
  });
}

/** Four pixels of four classes at a time; the last four classes may overlap with those before. */
function manyClasses(
  f: FunctionBuilder,
  pixel: I32,
  row: I32,
  { rowBytes, channels }: Transposition,
  direction: "apart" | "together",
): void {
  const square = (pixelAt: I32, rowAt: I32, classOffset: number): void => {
    const steps = [0, 1, 2, 3];
    const inPixels = (k: number): number => 4 * (k * channels + classOffset);
    const inRows = (k: number): number => (k + classOffset) * rowBytes;
    const [address, at, other, otherAt] =
      direction === "apart" ? [pixelAt, inPixels, rowAt, inRows] : [rowAt, inRows, pixelAt, inPixels];
    const turned = transpose4(
      f,
      steps.map((k) => f.v128.load(address, at(k))),
    );
    for (const k of steps) f.store(other, turned[k], otherAt(k));
  };
  const whole = Math.floor(channels / 4);
  if (whole <= 4) {
    for (let k = 0; k < whole; k++) square(pixel, row, 4 * k);
  } else {
    const [p, r, left] = [f.local("i32"), f.local("i32"), f.local("i32")];
    f.set(p, pixel);
    f.set(r, row);
    f.set(left, whole);
    f.repeat(() => {
      square(p, r, 0);
      f.advance(p, 16);
      f.advance(r, 4 * rowBytes);
      f.advance(left, -1);
      return left;
    });
  }
  if (channels % 4 !== 0) square(pixel, row, channels - 4);
}

/** Lanes that gather a row of two or three classes: steps of (vector, vector, lanes), the last one is the result. */
function fewClasses(
  f: FunctionBuilder,
  pixel: I32,
  row: I32,
  { rowBytes, channels }: Transposition,
  direction: "apart" | "together",
): void {
  const steps = Array.from({ length: channels }, (_, k) => k);
  if (direction === "apart") {
    const v = steps.map((k) => f.v128.load(pixel, 16 * k));
    const rows = channels === 2 ? pairsApart(f, v) : triplesApart(f, v);
    for (const k of steps) f.store(row, rows[k], k * rowBytes);
  } else {
    const v = steps.map((k) => f.v128.load(row, k * rowBytes));
    const pixels = channels === 2 ? pairsTogether(f, v) : triplesTogether(f, v);
    for (const k of steps) f.store(pixel, pixels[k], 16 * k);
  }
}

function pairsApart(f: FunctionBuilder, [a, b]: readonly V128[]): V128[] {
  return [f.lanes(a, b, [0, 2, 4, 6]), f.lanes(a, b, [1, 3, 5, 7])];
}

function pairsTogether(f: FunctionBuilder, [x, y]: readonly V128[]): V128[] {
  return [f.lanes(x, y, [0, 4, 1, 5]), f.lanes(x, y, [2, 6, 3, 7])];
}

/** x0 y0 z0 x1, y1 z1 x2 y2, z2 x3 y3 z3 to x, y, z. */
function triplesApart(f: FunctionBuilder, [a, b, c]: readonly V128[]): V128[] {
  const xs = f.lanes(a, b, [0, 3, 6, 6]);
  const ys = f.lanes(a, b, [1, 4, 7, 7]);
  const zs = f.lanes(a, b, [2, 5, 5, 5]);
  return [f.lanes(xs, c, [0, 1, 2, 5]), f.lanes(ys, c, [0, 1, 2, 6]), f.lanes(zs, c, [0, 1, 4, 7])];
}

function triplesTogether(f: FunctionBuilder, [x, y, z]: readonly V128[]): V128[] {
  const first = f.lanes(x, y, [0, 4, 0, 1]);
  const second = f.lanes(y, x, [1, 1, 6, 2]);
  const third = f.lanes(x, y, [3, 3, 7, 7]);
  return [f.lanes(first, z, [0, 1, 4, 3]), f.lanes(second, z, [0, 5, 2, 3]), f.lanes(third, z, [6, 0, 2, 7])];
}
