import type { ReadBelow } from "./zarr/zarr-array.ts";

/** A file's bytes, wherever they are: on disk, in memory, dropped on a page. */
export interface Source {
  /** File name without folder. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** All bytes. */
  read(): Promise<Uint8Array>;
  /** The bytes from `start` to `end` (exclusive), for readers that need only parts of a large file. */
  slice(start: number, end: number): Promise<Uint8Array>;
  /** A file of another name in the same folder, or undefined: `.img` beside `.hdr`, `.raw` beside `.mhd`. */
  sibling(name: string): Promise<Source | undefined>;
  /** Of a folder that is one image (OME-Zarr): the bytes of a file below it, or some of them; undefined where there is none. */
  below?: ReadBelow;
}

/**
 * A source of bytes in memory.
 *
 * @param siblings further files of the same folder, by name
 */
export function bytesSource(
  name: string,
  bytes: Uint8Array,
  siblings: Readonly<Record<string, Uint8Array>> = {},
): Source {
  return {
    name,
    size: bytes.length,
    read: async () => bytes,
    slice: async (start, end) => bytes.subarray(start, end),
    sibling: async (other) =>
      Object.hasOwn(siblings, other) ? bytesSource(other, siblings[other], siblings) : undefined,
  };
}
