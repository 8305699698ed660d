import type { FunctionBuilder } from "../../asm/function-builder.ts";
import type { I32, V128 } from "../../asm/value.ts";
import { give, passInRow, passTo } from "./give.ts";
import { load, MINUS_INFINITY_BITS, type Padded, type Row, setPixel, store } from "./padded.ts";
import { type RowState, rowFunction } from "./row-function.ts";

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
function emitColumns(
  { f, shape, along }: Pick<RowState<never, never>, "f" | "shape" | "along">,
  rows: readonly I32[],
  buffer: I32,
): void {
  along((x) => {
    const values = rows.map((row) => load(f, row.add(x)));
    store(f, buffer.add(x), largest(f, values));
  });
  setPixel(f, buffer, -1, MINUS_INFINITY_BITS);
  setPixel(f, buffer, shape.width, MINUS_INFINITY_BITS);
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
  const planes = ["eroded", "image", "before", "after", "ridge"] as const;
  return rowFunction(shape, { planes, more: ["buffer"] }, (state) => {
    const { f, row, at, along } = state;
    const { buffer } = state.more;
    emitColumns(state, boxRows(f, shape, at.eroded, row), buffer);
    along((x) => {
      const opened = largest(f, columnsAt(f, buffer, x));
      const ridge = relu(f, f.f32x4.sub(load(f, at.image.add(x)), opened));
      const skeleton = load(f, at.before.add(x));
      store(f, at.after.add(x), f.f32x4.add(skeleton, relu(f, gain(f, ridge, skeleton))));
      if (keepsRidge) store(f, at.ridge.add(x), ridge);
    });
  });
}

function relu(f: FunctionBuilder, x: V128): V128 {
  return f.f32x4.pmax(x, f.splat(0));
}

function gain(f: FunctionBuilder, ridge: V128, skeleton: V128): V128 {
  return f.f32x4.sub(ridge, f.f32x4.mul(skeleton, ridge));
}

/** fold(skeleton, before, ridge, own, skip, sides): the adjoint of the skeleton to that before it, and of the ridge to `own`. */
export function emitFold(shape: Padded): FunctionBuilder {
  return rowFunction(shape, { planes: ["skeleton", "before", "ridge", "own"] }, ({ f, at, along }) => {
    along((x) => {
      const [adjoint, before, ridge] = [at.skeleton, at.before, at.ridge].map((row) => load(f, row.add(x)));
      const grows = f.f32x4.gt(gain(f, ridge, before), f.splat(0));
      const gaining = f.v128.and(adjoint, grows);
      store(f, at.own.add(x), f.f32x4.sub(gaining, f.f32x4.mul(gaining, before)));
      store(f, at.skeleton.add(x), f.f32x4.sub(adjoint, f.f32x4.mul(gaining, ridge)));
    });
  });
}

/**
 * dilateBack(own, eroded, after, buffers, skip, sides): takes from `after` what the dilation of `eroded` passes back of `own`: each
 * pixel gives to the first column that has the largest value, and the column to its first row.
 */
export function emitDilateBack(shape: Padded): FunctionBuilder {
  const planes = ["own", "eroded", "after"] as const;
  return rowFunction(shape, { planes, more: ["buffers"] }, (state) => {
    const { f, row, at, along } = state;
    const columns = state.more.buffers;
    const inRow = passInRow(f, shape, columns.add(shape.rowBytes));
    const rows = boxRows(f, shape, at.eroded, row);
    const targets = boxRows(f, shape, at.after, row);
    emitColumns(state, rows, columns);
    along((x) => {
      const values = columnsAt(f, columns, x);
      const candidates = values.map((value, i) => inRow.candidate(i - 1, x, () => value));
      give(f, candidates, largest(f, values), load(f, at.own.add(x)));
    });
    inRow.close();
    along((x) => {
      const candidates = rows.map((from, i) => ({
        value: () => load(f, from.add(x)),
        take: passTo(f, "sub", targets[i], x),
      }));
      give(f, candidates, load(f, columns.add(x)), inRow.sum(x));
    });
  });
}
