import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";
import type { InstructionName } from "../encoder/instructions.ts";

/**
 * An image in scratch memory: rows of whole vectors with room around them, so that the pixels before and after each
 * can be read without asking for the border. The first pixel of a row is `FIRST` bytes from its start.
 */
export interface Padded {
  readonly depth: number;
  readonly height: number;
  readonly width: number;
  /** Spatial axes. */
  readonly axes: number;
  readonly rowBytes: number;
  /** Bytes of all rows, and from a plane to the next. */
  readonly bytes: number;
  readonly planeBytes: number;
}

export const FIRST = 16;

export function padded(space: readonly number[]): Padded {
  const [depth, height, width] = [1, 1, ...space].slice(-3);
  const rowBytes = 4 * (Math.ceil(width / 4) * 4 + 8);
  const bytes = rowBytes * height * depth;
  // Planes that are worked on together must not begin at the same place of a page: they would share cache lines' sets.
  const planeBytes = Math.ceil(bytes / 4096) * 4096 + 320;
  return { depth, height, width, axes: space.length, rowBytes, bytes, planeBytes };
}

/** A row and its neighbours, as bytes from the start of a plane. Beyond the border a row is its own neighbour. */
export interface Row {
  readonly offset: Local;
  /** From a row to the one before and after it along the axes y and z; 0 at the border. */
  readonly y: readonly [Local, Local];
  readonly z: readonly [Local, Local];
}

/** A loop over the rows of an image. */
export function forEachRow(f: FunctionBuilder, shape: Padded, body: (row: Row) => void): void {
  const { depth, height, rowBytes } = shape;
  const offset = zero(f);
  const z = zero(f);
  f.repeat(() => {
    const y = zero(f);
    f.repeat(() => {
      const alongY = [step(f, y, 0, -rowBytes), step(f, y, height - 1, rowBytes)] as const;
      const slab = rowBytes * height;
      const alongZ = [step(f, z, 0, -slab), step(f, z, depth - 1, slab)] as const;
      body({ offset, y: alongY, z: alongZ });
      f.advance(offset, rowBytes);
      f.advance(y, 1);
      below(f, y, height);
    });
    f.advance(z, 1);
    below(f, z, depth);
  });
}

function zero(f: FunctionBuilder): Local {
  const local = f.local("i32");
  f.push(0);
  f.set(local);
  return local;
}

function below(f: FunctionBuilder, index: Local, limit: number): void {
  f.get(index);
  f.push(limit);
  f.emit("i32.lt_u");
}

/** The step, or 0 at the last index. */
function step(f: FunctionBuilder, index: Local, last: number, bytes: number): Local {
  f.push(0);
  f.push(bytes);
  f.get(index);
  f.push(last);
  f.emit("i32.eq");
  f.emit("select");
  const local = f.local("i32");
  f.set(local);
  return local;
}

export function sum(f: FunctionBuilder, ...parts: readonly Local[]): Local {
  return parts.reduce((a, b) => f.value("i32", "i32.add", [a, b]));
}

/** A loop over a row, four pixels a round; the body gets their byte offset from the first. */
export function alongRow(f: FunctionBuilder, { width }: Padded, body: (x: Local) => void): void {
  overBytes(f, 4 * width, body);
}

/** A loop over so many bytes, a vector a round. */
export function overBytes(f: FunctionBuilder, bytes: number, body: (x: Local) => void): void {
  const x = zero(f);
  f.repeat(() => {
    body(x);
    f.advance(x, 16);
    below(f, x, bytes);
  });
}

export function load(f: FunctionBuilder, address: Local, pixels = 0): Local {
  return f.vector("v128.load", [address], FIRST + 4 * pixels);
}

export function store(f: FunctionBuilder, address: Local, value: Local): void {
  f.get(address);
  f.get(value);
  f.emit("v128.store", FIRST);
}

/** memory op= value. */
export function change(f: FunctionBuilder, name: InstructionName, address: Local, value: Local): void {
  store(f, address, f.vector(name, [load(f, address), value]));
}

/** Gives the pixels before the first and after the last of a row the values of those. */
export function copyEdges(f: FunctionBuilder, { width }: Padded, row: Local): void {
  const copy = (from: number, to: number): void => {
    f.get(row);
    f.get(row);
    f.emit("i32.load", FIRST + 4 * from);
    f.emit("i32.store", FIRST + 4 * to);
  };
  copy(0, -1);
  copy(width - 1, width);
}

/** Writes the bits of a float to a pixel of a row, -1 and width being those beside it. */
export function setPixel(f: FunctionBuilder, row: Local, pixel: number, bits: number): void {
  f.get(row);
  f.push(bits);
  f.emit("i32.store", FIRST + 4 * pixel);
}

export const MINUS_INFINITY_BITS: number = 0xff800000 | 0;
