import { type FunctionBuilder, functionBuilder } from "../../asm/function-builder.ts";
import type { I32, V128 } from "../../asm/value.ts";
import { give, rowBuffers } from "./emit-erode.ts";
import {
  alongRow,
  type Frame,
  forEachRow,
  frameOf,
  load,
  MINUS_INFINITY_BITS,
  type Padded,
  type Row,
  setPixel,
  store,
} from "./padded.ts";

/** Rows of the box around a row, y before z: the order in which equal values win. */
function boxRows(f: FunctionBuilder, { axes }: Padded, base: I32, { y, z }: Row): I32[] {
  const along = ([before, after]: readonly [I32, I32], rows: readonly I32[]): I32[][] => [
    rows.map((row) => f.let(row.add(before))),
    [...rows],
    rows.map((row) => f.let(row.add(after))),
  ];
  const slabs = axes > 2 ? along(z, [base]).flat() : [base];
  return axes > 1 ? along(y, slabs).flat() : slabs;
}

/** The largest of the rows of the box, column by column, to a buffer with nothing beside it. */
function emitColumns(f: FunctionBuilder, frame: Frame, rows: readonly I32[], buffer: I32): void {
  alongRow(f, frame, (x) =>
    store(
      f,
      buffer.add(x),
      largest(
        f,
        rows.map((row) => load(f, row.add(x))),
      ),
    ),
  );
  setPixel(f, buffer, -1, MINUS_INFINITY_BITS);
  setPixel(f, buffer, frame.shape.width, MINUS_INFINITY_BITS);
}

function largest(f: FunctionBuilder, values: readonly V128[]): V128 {
  return values.reduce((a, b) => f.f32x4.pmax(a, b));
}

/** The columns before, at and after four pixels. */
function columnsAt(f: FunctionBuilder, buffer: I32, x: I32): V128[] {
  const at = f.let(buffer.add(x));
  return [load(f, at, -1), load(f, at), load(f, at, 1)];
}

/**
 * open(eroded, image, before, after, ridge, buffer, skip, sides): with ridge = relu(image - dilate(eroded)), the skeleton `after` is
 * `before` plus relu(ridge - before ridge). The ridge is stored where a slope will need it.
 */
export function emitOpen(shape: Padded, keepsRidge: boolean): FunctionBuilder {
  const f = functionBuilder(["eroded", "image", "before", "after", "ridge", "buffer", "skip", "sides"]);
  const { parameters: planes } = f;
  const frame = frameOf(f, shape, planes.skip, planes.sides);
  const { buffer } = planes;
  forEachRow(f, frame, (row) => {
    const rows = [planes.eroded, planes.image, planes.before, planes.after, planes.ridge];
    const [eroded, image, before, after, ridges] = rows.map((base) => f.let(base.add(row.offset)));
    emitColumns(f, frame, boxRows(f, shape, eroded, row), buffer);
    alongRow(f, frame, (x) => {
      const opened = largest(f, columnsAt(f, buffer, x));
      const ridge = relu(f, f.f32x4.sub(load(f, image.add(x)), opened));
      const skeleton = load(f, before.add(x));
      store(f, after.add(x), f.f32x4.add(skeleton, relu(f, gain(f, ridge, skeleton))));
      if (keepsRidge) store(f, ridges.add(x), ridge);
    });
  });
  return f;
}

function relu(f: FunctionBuilder, x: V128): V128 {
  return f.f32x4.pmax(x, f.splat(0));
}

function gain(f: FunctionBuilder, ridge: V128, skeleton: V128): V128 {
  return f.f32x4.sub(ridge, f.f32x4.mul(skeleton, ridge));
}

/** fold(skeleton, before, ridge, own, skip, sides): the adjoint of the skeleton to that before it, and of the ridge to `own`. */
export function emitFold(shape: Padded): FunctionBuilder {
  const f = functionBuilder(["skeleton", "before", "ridge", "own", "skip", "sides"]);
  const { parameters: planes } = f;
  const frame = frameOf(f, shape, planes.skip, planes.sides);
  forEachRow(f, frame, ({ offset }) => {
    const rows = [planes.skeleton, planes.before, planes.ridge, planes.own].map((base) =>
      f.let(base.add(offset)),
    );
    alongRow(f, frame, (x) => {
      const [skeleton, from, ridges, own] = rows.map((row) => f.let(row.add(x)));
      const [adjoint, before, ridge] = [skeleton, from, ridges].map((at) => load(f, at));
      const grows = f.f32x4.gt(gain(f, ridge, before), f.splat(0));
      const gaining = f.v128.and(adjoint, grows);
      store(f, own, f.f32x4.sub(gaining, f.f32x4.mul(gaining, before)));
      store(f, skeleton, f.f32x4.sub(adjoint, f.f32x4.mul(gaining, ridge)));
    });
  });
  return f;
}

/**
 * dilateBack(own, eroded, after, buffers, skip, sides): takes from `after` what the dilation of `eroded` passes back of `own`: each
 * pixel gives to the first column that has the largest value, and the column to its first row.
 */
export function emitDilateBack(shape: Padded): FunctionBuilder {
  const f = functionBuilder(["own", "eroded", "after", "buffers", "skip", "sides"]);
  const { parameters: planes } = f;
  const frame = frameOf(f, shape, planes.skip, planes.sides);
  const [columns, before, middle, after] = rowBuffers(f, shape, planes.buffers, 4);
  forEachRow(f, frame, (row) => {
    const [own, eroded, target] = [planes.own, planes.eroded, planes.after].map((base) =>
      f.let(base.add(row.offset)),
    );
    const rows = boxRows(f, shape, eroded, row);
    const targets = boxRows(f, shape, target, row);
    emitColumns(f, frame, rows, columns);
    alongRow(f, frame, (x) => {
      const values = columnsAt(f, columns, x);
      const candidates = [before, middle, after].map((buffer, i) => ({
        value: () => values[i],
        take: (part: V128) => store(f, buffer.add(x), part),
      }));
      give(f, candidates, largest(f, values), load(f, own.add(x)));
    });
    setPixel(f, before, shape.width, 0);
    setPixel(f, after, -1, 0);
    alongRow(f, frame, (x) => {
      const parts = [load(f, before.add(x), 1), load(f, middle.add(x)), load(f, after.add(x), -1)];
      const adjoint = parts.reduce((a, b) => f.f32x4.add(a, b));
      const candidates = rows.map((from, i) => ({
        value: () => load(f, from.add(x)),
        take: (part: V128) => {
          const place = f.let(targets[i].add(x));
          store(f, place, f.f32x4.sub(load(f, place), part));
        },
      }));
      give(f, candidates, load(f, columns.add(x)), adjoint);
    });
  });
  return f;
}
