import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";

/** Lanes 0 to 3 of the first vector and 4 to 7 of the second, by number. */
function shuffle(f: FunctionBuilder, a: Local, b: Local, lanes: readonly number[]): Local {
  return f.vector(
    "i8x16.shuffle",
    [a, b],
    ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte)),
  );
}

/** Rows of a 4 x 4 matrix to its columns. */
function transpose4(f: FunctionBuilder, [a, b, c, d]: readonly Local[]): Local[] {
  const lowAB = shuffle(f, a, b, [0, 4, 1, 5]);
  const highAB = shuffle(f, a, b, [2, 6, 3, 7]);
  const lowCD = shuffle(f, c, d, [0, 4, 1, 5]);
  const highCD = shuffle(f, c, d, [2, 6, 3, 7]);
  return [
    shuffle(f, lowAB, lowCD, [0, 1, 4, 5]),
    shuffle(f, lowAB, lowCD, [2, 3, 6, 7]),
    shuffle(f, highAB, highCD, [0, 1, 4, 5]),
    shuffle(f, highAB, highCD, [2, 3, 6, 7]),
  ];
}

/** Where interleaved pixels are, where their classes go in rows, and how many there are: all i32 locals. */
export interface Transposition {
  /** Address of the first pixel's classes. */
  readonly pixels: Local;
  /** Address of the first class's row. */
  readonly rows: Local;
  /** Bytes of a row, four times the pixels of a block. */
  readonly rowBytes: number;
  /** Pixels, a multiple of 4. */
  readonly count: Local;
  readonly channels: number;
}

/** Takes the classes of pixels apart into rows, or puts rows together. */
export function transpose(f: FunctionBuilder, from: Transposition, direction: "apart" | "together"): void {
  const pixel = f.local("i32");
  const row = f.local("i32");
  const left = f.local("i32");
  f.get(from.pixels);
  f.set(pixel);
  f.get(from.rows);
  f.set(row);
  f.get(from.count);
  f.set(left);
  const group = from.channels < 4 ? fewClasses : manyClasses;
  f.repeat(() => {
    group(f, pixel, row, from, direction);
    f.advance(pixel, 16 * from.channels);
    f.advance(row, 16);
    f.advance(left, -4);
    f.get(left);
  });
}

function load(f: FunctionBuilder, address: Local, offset: number): Local {
  return f.vector("v128.load", [address], offset);
}

function store(f: FunctionBuilder, address: Local, value: Local, offset: number): void {
  f.get(address);
  f.get(value);
  f.emit("v128.store", offset);
}

/** Four pixels of four classes at a time; the last four classes may overlap with those before. */
function manyClasses(
  f: FunctionBuilder,
  pixel: Local,
  row: Local,
  { rowBytes, channels }: Transposition,
  direction: "apart" | "together",
): void {
  const square = (pixelAt: Local, rowAt: Local, classOffset: number): void => {
    const steps = [0, 1, 2, 3];
    const inPixels = (k: number): number => 4 * (k * channels + classOffset);
    const inRows = (k: number): number => (k + classOffset) * rowBytes;
    const [address, at, other, otherAt] =
      direction === "apart" ? [pixelAt, inPixels, rowAt, inRows] : [rowAt, inRows, pixelAt, inPixels];
    const turned = transpose4(
      f,
      steps.map((k) => load(f, address, at(k))),
    );
    for (const k of steps) store(f, other, turned[k], otherAt(k));
  };
  const whole = Math.floor(channels / 4);
  if (whole <= 4) {
    for (let k = 0; k < whole; k++) square(pixel, row, 4 * k);
  } else {
    const [p, r, left] = [f.local("i32"), f.local("i32"), f.local("i32")];
    f.get(pixel);
    f.set(p);
    f.get(row);
    f.set(r);
    f.push(whole);
    f.set(left);
    f.repeat(() => {
      square(p, r, 0);
      f.advance(p, 16);
      f.advance(r, 4 * rowBytes);
      f.advance(left, -1);
      f.get(left);
    });
  }
  if (channels % 4 !== 0) square(pixel, row, channels - 4);
}

/** Lanes that gather a row of two or three classes: steps of (vector, vector, lanes), the last one is the result. */
function fewClasses(
  f: FunctionBuilder,
  pixel: Local,
  row: Local,
  { rowBytes, channels }: Transposition,
  direction: "apart" | "together",
): void {
  const steps = Array.from({ length: channels }, (_, k) => k);
  if (direction === "apart") {
    const v = steps.map((k) => load(f, pixel, 16 * k));
    const rows = channels === 2 ? pairsApart(f, v) : triplesApart(f, v);
    for (const k of steps) store(f, row, rows[k], k * rowBytes);
  } else {
    const v = steps.map((k) => load(f, row, k * rowBytes));
    const pixels = channels === 2 ? pairsTogether(f, v) : triplesTogether(f, v);
    for (const k of steps) store(f, pixel, pixels[k], 16 * k);
  }
}

function pairsApart(f: FunctionBuilder, [a, b]: readonly Local[]): Local[] {
  return [shuffle(f, a, b, [0, 2, 4, 6]), shuffle(f, a, b, [1, 3, 5, 7])];
}

function pairsTogether(f: FunctionBuilder, [x, y]: readonly Local[]): Local[] {
  return [shuffle(f, x, y, [0, 4, 1, 5]), shuffle(f, x, y, [2, 6, 3, 7])];
}

/** x0 y0 z0 x1, y1 z1 x2 y2, z2 x3 y3 z3 to x, y, z. */
function triplesApart(f: FunctionBuilder, [a, b, c]: readonly Local[]): Local[] {
  const xs = shuffle(f, a, b, [0, 3, 6, 6]);
  const ys = shuffle(f, a, b, [1, 4, 7, 7]);
  const zs = shuffle(f, a, b, [2, 5, 5, 5]);
  return [shuffle(f, xs, c, [0, 1, 2, 5]), shuffle(f, ys, c, [0, 1, 2, 6]), shuffle(f, zs, c, [0, 1, 4, 7])];
}

function triplesTogether(f: FunctionBuilder, [x, y, z]: readonly Local[]): Local[] {
  const first = shuffle(f, x, y, [0, 4, 0, 1]);
  const second = shuffle(f, y, x, [1, 1, 6, 2]);
  const third = shuffle(f, x, y, [3, 3, 7, 7]);
  return [
    shuffle(f, first, z, [0, 1, 4, 3]),
    shuffle(f, second, z, [0, 5, 2, 3]),
    shuffle(f, third, z, [6, 0, 2, 7]),
  ];
}
