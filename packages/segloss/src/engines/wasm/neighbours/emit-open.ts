import { type FunctionBuilder, functionBuilder, type Local } from "../encoder/function-builder.ts";
import { give } from "./emit-erode.ts";
import {
  alongRow,
  change,
  type Frame,
  forEachRow,
  frameOf,
  load,
  MINUS_INFINITY_BITS,
  type Padded,
  type Row,
  setPixel,
  store,
  sum,
} from "./padded.ts";

/** Rows of the box around a row, y before z: the order in which equal values win. */
function boxRows(f: FunctionBuilder, { axes }: Padded, base: Local, { y, z }: Row): Local[] {
  const along = ([before, after]: readonly [Local, Local], rows: readonly Local[]): Local[][] => [
    rows.map((row) => sum(f, row, before)),
    [...rows],
    rows.map((row) => sum(f, row, after)),
  ];
  const slabs = axes > 2 ? along(z, [base]).flat() : [base];
  return axes > 1 ? along(y, slabs).flat() : slabs;
}

/** The largest of the rows of the box, column by column, to a buffer with nothing beside it. */
function emitColumns(f: FunctionBuilder, frame: Frame, rows: readonly Local[], buffer: Local): void {
  alongRow(f, frame, (x) => {
    const values = rows.map((row) => load(f, sum(f, row, x)));
    store(
      f,
      sum(f, buffer, x),
      values.reduce((a, b) => f.vector("f32x4.pmax", [a, b])),
    );
  });
  setPixel(f, buffer, -1, MINUS_INFINITY_BITS);
  setPixel(f, buffer, frame.shape.width, MINUS_INFINITY_BITS);
}

/** The columns before, at and after four pixels. */
function columnsAt(f: FunctionBuilder, buffer: Local, x: Local): Local[] {
  const at = sum(f, buffer, x);
  return [load(f, at, -1), load(f, at), load(f, at, 1)];
}

/**
 * open(eroded, image, before, after, ridge, buffer, skip, sides): with ridge = relu(image - dilate(eroded)), the skeleton `after` is
 * `before` plus relu(ridge - before ridge). The ridge is stored where a slope will need it.
 */
export function emitOpen(shape: Padded, keepsRidge: boolean): FunctionBuilder {
  const f = functionBuilder(["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"]);
  const frame = frameOf(f, shape, 6, 7);
  const buffer = 5;
  forEachRow(f, frame, (row) => {
    const [eroded, image, before, after, ridges] = [0, 1, 2, 3, 4].map((base) => sum(f, base, row.offset));
    emitColumns(f, frame, boxRows(f, shape, eroded, row), buffer);
    alongRow(f, frame, (x) => {
      const opened = columnsAt(f, buffer, x).reduce((a, b) => f.vector("f32x4.pmax", [a, b]));
      const ridge = relu(f, f.vector("f32x4.sub", [load(f, sum(f, image, x)), opened]));
      const skeleton = load(f, sum(f, before, x));
      store(f, sum(f, after, x), f.vector("f32x4.add", [skeleton, relu(f, gain(f, ridge, skeleton))]));
      if (keepsRidge) store(f, sum(f, ridges, x), ridge);
    });
  });
  return f;
}

function relu(f: FunctionBuilder, x: Local): Local {
  return f.vector("f32x4.pmax", [x, f.splat(0)]);
}

function gain(f: FunctionBuilder, ridge: Local, skeleton: Local): Local {
  return f.vector("f32x4.sub", [ridge, f.vector("f32x4.mul", [skeleton, ridge])]);
}

/** fold(skeleton, before, ridge, own, skip, sides): the adjoint of the skeleton to that before it, and of the ridge to `own`. */
export function emitFold(shape: Padded): FunctionBuilder {
  const f = functionBuilder(["i32", "i32", "i32", "i32", "i32", "i32"]);
  const frame = frameOf(f, shape, 4, 5);
  forEachRow(f, frame, ({ offset }) => {
    const rows = [0, 1, 2, 3].map((base) => sum(f, base, offset));
    alongRow(f, frame, (x) => {
      const [skeleton, from, ridges, own] = rows.map((row) => sum(f, row, x));
      const [adjoint, before, ridge] = [skeleton, from, ridges].map((at) => load(f, at));
      const grows = f.vector("f32x4.gt", [gain(f, ridge, before), f.splat(0)]);
      const gaining = f.vector("v128.and", [adjoint, grows]);
      store(f, own, f.vector("f32x4.sub", [gaining, f.vector("f32x4.mul", [gaining, before])]));
      store(f, skeleton, f.vector("f32x4.sub", [adjoint, f.vector("f32x4.mul", [gaining, ridge])]));
    });
  });
  return f;
}

/**
 * dilateBack(own, eroded, after, buffers, skip, sides): takes from `after` what the dilation of `eroded` passes back of `own`: each
 * pixel gives to the first column that has the largest value, and the column to its first row.
 */
export function emitDilateBack(shape: Padded): FunctionBuilder {
  const f = functionBuilder(["i32", "i32", "i32", "i32", "i32", "i32"]);
  const frame = frameOf(f, shape, 4, 5);
  const buffers = [0, 1, 2, 3].map((k) => {
    f.push(k * shape.rowBytes);
    f.get(3);
    f.emit("i32.add");
    const local = f.local("i32");
    f.set(local);
    return local;
  });
  const [columns, before, middle, after] = buffers;
  forEachRow(f, frame, (row) => {
    const [own, eroded, target] = [0, 1, 2].map((base) => sum(f, base, row.offset));
    const rows = boxRows(f, shape, eroded, row);
    const targets = boxRows(f, shape, target, row);
    emitColumns(f, frame, rows, columns);
    alongRow(f, frame, (x) => {
      const values = columnsAt(f, columns, x);
      const largest = values.reduce((a, b) => f.vector("f32x4.pmax", [a, b]));
      const candidates = [before, middle, after].map((buffer, i) => ({
        value: () => values[i],
        take: (part: Local) => store(f, sum(f, buffer, x), part),
      }));
      give(f, candidates, largest, load(f, sum(f, own, x)));
    });
    setPixel(f, before, shape.width, 0);
    setPixel(f, after, -1, 0);
    alongRow(f, frame, (x) => {
      const parts = [
        load(f, sum(f, before, x), 1),
        load(f, sum(f, middle, x)),
        load(f, sum(f, after, x), -1),
      ];
      const adjoint = parts.reduce((a, b) => f.vector("f32x4.add", [a, b]));
      const candidates = rows.map((from, i) => ({
        value: () => load(f, sum(f, from, x)),
        take: (part: Local) => change(f, "f32x4.sub", sum(f, targets[i], x), part),
      }));
      give(f, candidates, load(f, sum(f, columns, x)), adjoint);
    });
  });
  return f;
}
