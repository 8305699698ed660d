import { isJson, type Json } from "../annotations/json-shape.ts";
import { notSupported } from "../reader-error.ts";

/** A part of an array: its first value and its size along each axis. */
export interface ChunkBox {
  readonly from: readonly number[];
  readonly size: readonly number[];
}

/** The files that an array's values lie in. */
export interface ChunkGrid {
  /** Places, in chunks, of those that a box touches and whose file is there. */
  chunks(box: ChunkBox, isThere: (key: string) => Promise<boolean>): AsyncGenerator<number[]>;
  /** Whether any file that a box touches is there. */
  some(box: ChunkBox, isThere: (key: string) => Promise<boolean>): Promise<boolean>;
}

/** Chunks that an array may be cut into: each has to be looked for. */
const MOST_CHUNKS = 2 ** 18;

/**
 * The grid of an array of Zarr v2 or v3, in shards where it has them.
 *
 * @param inner size of a chunk, which is part of a file where there are shards
 * @throws Error where chunks have no size, or there are more than could be looked for
 */
export function chunkGrid(metadata: Json, shape: readonly number[], inner: readonly number[]): ChunkGrid {
  if (inner.length !== shape.length || !inner.every((size) => size >= 1))
    throw new Error(
      `its chunks are ${inner.join("x")}; expected a size of at least 1 for each of ${shape.length} axes`,
    );
  const count = shape.reduce((product, size, axis) => product * Math.ceil(size / inner[axis]), 1);
  if (!(count <= MOST_CHUNKS))
    throw notSupported(
      `it is cut into ${count} chunks of ${inner.join("x")}; expected at most ${MOST_CHUNKS}: write larger chunks`,
    );
  const { outer, keyOf } = filesOf(metadata, inner);
  return {
    async *chunks(box, isThere) {
      for (const place of places(box, outer)) {
        if (!(await isThere(keyOf(place)))) continue;
        const start = place.map((at, axis) => Math.max(at * outer[axis], box.from[axis]));
        const end = place.map((at, axis) =>
          Math.min((at + 1) * outer[axis], box.from[axis] + box.size[axis]),
        );
        yield* places({ from: start, size: end.map((at, axis) => at - start[axis]) }, inner);
      }
    },
    async some(box, isThere) {
      for (const place of places(box, outer)) if (await isThere(keyOf(place))) return true;
      return false;
    },
  };
}

/** Size of what lies in a file, and a file's path below the array. */
function filesOf(metadata: Json, inner: readonly number[]) {
  const configurationOf = (value: unknown): Json =>
    isJson(value) && isJson(value.configuration) ? value.configuration : {};
  if (metadata.zarr_format === 2) {
    const separator = String(metadata.dimension_separator ?? ".");
    return { outer: inner, keyOf: (place: readonly number[]) => place.join(separator) || "0" };
  }
  const outer = configurationOf(metadata.chunk_grid).chunk_shape as readonly number[];
  const encoding = metadata.chunk_key_encoding;
  const isOld = isJson(encoding) && encoding.name === "v2";
  const separator = String(configurationOf(encoding).separator ?? (isOld ? "." : "/"));
  const keyOf = (place: readonly number[]) =>
    isOld ? place.join(separator) || "0" : ["c", ...place].join(separator);
  return { outer, keyOf };
}

/** Places of the chunks that a box touches, the last axis fastest. */
function* places({ from, size }: ChunkBox, chunk: readonly number[]): Generator<number[]> {
  const low = from.map((at, axis) => Math.floor(at / chunk[axis]));
  const high = from.map((at, axis) => Math.ceil((at + size[axis]) / chunk[axis]));
  const place = low.slice();
  for (;;) {
    yield place.slice();
    let axis = place.length - 1;
    while (axis >= 0 && ++place[axis] === high[axis]) place[axis] = low[axis--];
    if (axis < 0) return;
  }
}
