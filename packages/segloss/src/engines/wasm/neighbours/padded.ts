import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";
import type { InstructionName } from "../encoder/instructions.ts";

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
  readonly offset: Local;
  /** From a row to the one before and after it along the axes y and z; 0 at the border. */
  readonly y: readonly [Local, Local];
  readonly z: readonly [Local, Local];
}

/** Pixels of a window that a function works on, from and to along each axis; those along x in bytes, by whole vectors. */
export interface Frame {
  readonly shape: Padded;
  readonly z: readonly [Local, Local];
  readonly y: readonly [Local, Local];
  readonly x: readonly [Local, Local];
}

/** The sides of a window beyond which its image goes on, as bits: before and after along x, y, z. */
export type Sides = Local;

/** Leaves out so many pixels at those sides of a window: both are locals. */
export function frameOf(f: FunctionBuilder, shape: Padded, skip: Local, sides: Sides): Frame {
  // A pixel more along x: what is made column by column is read one column before and after, too.
  const vectors = local(f, () => {
    f.get(skip);
    f.get(skip);
    f.push(0);
    f.emit("i32.ne");
    f.emit("i32.sub");
    f.push(-4);
    f.emit("i32.and");
    f.push(4);
    f.emit("i32.mul");
  });
  const range = (axis: number, size: number, left: Local): [Local, Local] => [
    local(f, () => pushAtSide(f, 2 * axis, left, sides)),
    local(f, () => {
      f.push(size);
      pushAtSide(f, 2 * axis + 1, left, sides);
      f.emit("i32.sub");
    }),
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
export function pushAtSide(f: FunctionBuilder, side: number, of: Local, sides: Sides): void {
  f.get(of);
  f.push(0);
  f.get(sides);
  f.push(1 << side);
  f.emit("i32.and");
  f.emit("select");
}

function local(f: FunctionBuilder, push: () => void): Local {
  push();
  const result = f.local("i32");
  f.set(result);
  return result;
}

/** A loop over the rows of a frame. */
export function forEachRow(f: FunctionBuilder, frame: Frame, body: (row: Row) => void): void {
  const { depth, height, rowBytes } = frame.shape;
  const slab = rowBytes * height;
  const z = local(f, () => f.get(frame.z[0]));
  f.repeat(() => {
    const y = local(f, () => f.get(frame.y[0]));
    const offset = local(f, () => {
      f.get(z);
      f.push(slab);
      f.emit("i32.mul");
      f.get(y);
      f.push(rowBytes);
      f.emit("i32.mul");
      f.emit("i32.add");
    });
    f.repeat(() => {
      const alongY = [step(f, y, 0, -rowBytes), step(f, y, height - 1, rowBytes)] as const;
      const alongZ = [step(f, z, 0, -slab), step(f, z, depth - 1, slab)] as const;
      body({ offset, y: alongY, z: alongZ });
      f.advance(offset, rowBytes);
      f.advance(y, 1);
      below(f, y, frame.y[1]);
    });
    f.advance(z, 1);
    below(f, z, frame.z[1]);
  });
}

function below(f: FunctionBuilder, index: Local, limit: Local): void {
  f.get(index);
  f.get(limit);
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
  const result = f.local("i32");
  f.set(result);
  return result;
}

export function sum(f: FunctionBuilder, ...parts: readonly Local[]): Local {
  return parts.reduce((a, b) => f.value("i32", "i32.add", [a, b]));
}

/** A loop over a row of a frame, four pixels a round; the body gets their byte offset from the first. */
export function alongRow(f: FunctionBuilder, { x: [from, to] }: Frame, body: (x: Local) => void): void {
  const x = local(f, () => f.get(from));
  f.repeat(() => {
    body(x);
    f.advance(x, 16);
    below(f, x, to);
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
