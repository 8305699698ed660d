import { type FunctionBuilder, functionBuilder, type Local } from "../encoder/function-builder.ts";
import {
  alongRow,
  change,
  copyEdges,
  FIRST,
  forEachRow,
  frameOf,
  load,
  type Padded,
  type Row,
  setPixel,
  store,
  sum,
} from "./padded.ts";

/** Rows before and after a row along the axes y and z, for a plane that begins at `base`. */
function rowsBeside(f: FunctionBuilder, { axes }: Padded, base: Local, { y, z }: Row): Local[][] {
  const along = [...(axes > 2 ? [z] : []), ...(axes > 1 ? [y] : [])];
  return along.map((steps) => steps.map((step) => sum(f, base, step)));
}

/** erode(from, to, skip, sides): the least of each pixel and its neighbours along the axes. */
export function emitErode(shape: Padded): FunctionBuilder {
  const f = functionBuilder(["i32", "i32", "i32", "i32"]);
  const frame = frameOf(f, shape, 2, 3);
  forEachRow(f, frame, (row) => {
    const centre = sum(f, 0, row.offset);
    const to = sum(f, 1, row.offset);
    const beside = rowsBeside(f, shape, centre, row).flat();
    alongRow(f, frame, (x) => {
      const at = sum(f, centre, x);
      const values = [load(f, at), load(f, at, -1), load(f, at, 1)];
      for (const other of beside) values.push(load(f, sum(f, other, x)));
      store(
        f,
        sum(f, to, x),
        values.reduce((a, b) => f.vector("f32x4.pmin", [a, b])),
      );
    });
    copyEdges(f, shape, to);
  });
  return f;
}

/** A pixel that an erosion may have taken, and what is done with the adjoint when it has. */
interface Candidate {
  readonly value: () => Local;
  take(part: Local): void;
}

/**
 * erodeBack(after, image, eroded, own, buffers, skip, sides): adds to `own` what the erosion of `image` to `eroded` passes back of
 * `after`: each pixel gives to the first of the candidates whose value it has, axis by axis, along each the pixel
 * before, itself, the one after. Those before and after in the row go by way of three rows of buffers.
 */
export function emitErodeBack(shape: Padded): FunctionBuilder {
  const f = functionBuilder(["i32", "i32", "i32", "i32", "i32", "i32", "i32"]);
  const frame = frameOf(f, shape, 5, 6);
  const buffers = [0, 1, 2].map((k) => {
    f.push(k * shape.rowBytes);
    f.get(4);
    f.emit("i32.add");
    const local = f.local("i32");
    f.set(local);
    return local;
  });
  const [before, middle, after] = buffers;
  forEachRow(f, frame, (row) => {
    const [adjoint, image, eroded, own] = [0, 1, 2, 3].map((base) => sum(f, base, row.offset));
    const images = rowsBeside(f, shape, image, row);
    const owns = rowsBeside(f, shape, own, row);
    alongRow(f, frame, (x) => {
      const at = sum(f, image, x);
      const place = (base: Local): Local => sum(f, base, x);
      const inRow = (pixels: number, buffer: Local): Candidate => ({
        value: () => load(f, at, pixels),
        take: (part) => store(f, place(buffer), part),
      });
      const beside = images.map((pair, axis) =>
        pair.map(
          (other, side): Candidate => ({
            value: () => load(f, place(other)),
            take: (part) => change(f, "f32x4.add", place(owns[axis][side]), part),
          }),
        ),
      );
      const lines = [...beside, [inRow(-1, before), inRow(1, after)]];
      lines[0].splice(1, 0, inRow(0, middle));
      give(f, lines.flat(), load(f, place(eroded)), load(f, place(adjoint)));
    });
    // Beyond the border a pixel is its own neighbour: what went there comes back.
    addPixel(f, own, 0, before, 0);
    setPixel(f, before, shape.width, 0);
    setPixel(f, after, -1, 0);
    alongRow(f, frame, (x) => {
      const parts = [
        load(f, sum(f, middle, x)),
        load(f, sum(f, before, x), 1),
        load(f, sum(f, after, x), -1),
      ];
      change(
        f,
        "f32x4.add",
        sum(f, own, x),
        parts.reduce((a, b) => f.vector("f32x4.add", [a, b])),
      );
    });
  });
  return f;
}

/** Every lane of the adjoint to the first candidate that has the value; the last one takes what is left. */
export function give(
  f: FunctionBuilder,
  candidates: readonly Candidate[],
  value: Local,
  adjoint: Local,
): void {
  let left = adjoint;
  candidates.forEach((candidate, i) => {
    if (i === candidates.length - 1) {
      candidate.take(left);
      return;
    }
    const wins = f.vector("f32x4.eq", [candidate.value(), value]);
    candidate.take(f.vector("v128.and", [left, wins]));
    left = f.vector("v128.andnot", [left, wins]);
  });
}

/** row[pixel] += other[from]. */
function addPixel(f: FunctionBuilder, row: Local, pixel: number, other: Local, from: number): void {
  f.get(row);
  f.get(row);
  f.emit("f32.load", FIRST + 4 * pixel);
  f.get(other);
  f.emit("f32.load", FIRST + 4 * from);
  f.emit("f32.add");
  f.emit("f32.store", FIRST + 4 * pixel);
}
