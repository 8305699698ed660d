import { notSupported } from "../reader-error.ts";
import type { ChunkBox } from "./chunk-grid.ts";

/** What zarrita gives: numbers, or Booleans behind `get`. */
export interface Chunk {
  readonly data: ArrayLike<number | bigint> | { readonly length: number; get(index: number): boolean };
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

/** An array that values are put into. */
export type ValueArray =
  | Uint8ArrayConstructor
  | Uint16ArrayConstructor
  | Int32ArrayConstructor
  | Float64ArrayConstructor;

/**
 * Copies what of a chunk lies in a box to its place there, in C order, whatever order the chunk has.
 *
 * @param origin place of the chunk's first value
 * @throws Error for chunks that are cut short, and values that the target cannot hold
 */
export function copyChunk(
  { data, shape, stride }: Chunk,
  origin: readonly number[],
  target: InstanceType<ValueArray>,
  { from, size }: ChunkBox,
): void {
  const due = shape.reduce((product, length) => product * length, 1);
  if (data.length < due)
    throw new Error(`it is cut short: a chunk has ${data.length} values where ${due} are due`);
  const low = origin.map((at, axis) => Math.max(at, from[axis]));
  const high = origin.map((at, axis) => Math.min(at + shape[axis], from[axis] + size[axis]));
  const strides = size.map((_, axis) =>
    size.slice(axis + 1).reduce((product, length) => product * length, 1),
  );
  const last = shape.length - 1;
  const [length, step] = [high[last] - low[last], stride[last]];
  const isSame = step === 1 && data.constructor === target.constructor;
  const valueAt = "get" in data ? (at: number) => Number(data.get(at)) : (at: number) => Number(data[at]);
  const index = low.slice();
  for (;;) {
    const start = index.reduce((sum, at, axis) => sum + (at - origin[axis]) * stride[axis], 0);
    const to = index.reduce((sum, at, axis) => sum + (at - from[axis]) * strides[axis], 0);
    if (isSame) target.set((data as Uint8Array).subarray(start, start + length), to);
    else
      for (let k = 0; k < length; k++) {
        const value = valueAt(start + k * step);
        target[to + k] = value;
        if (target[to + k] !== value)
          throw notSupported(`value ${value} is too large for a label; expected less than 2^31`);
      }
    let axis = last - 1;
    while (axis >= 0 && ++index[axis] === high[axis]) index[axis] = low[axis--];
    if (axis < 0) return;
  }
}
