import { readFileSync, statSync } from "node:fs";
import { type DecodeOptions, pngLabels, type Raster, type Unfilter, unfilter } from "@segloss/io";
import { readMask } from "../data/object-folder.ts";

/** Reads a mask file. The labels of the last call may be written over by the next one. */
export type MaskReader = (path: string, options?: DecodeOptions) => Promise<Raster>;

/** Goes the fast way where there is one, else the general one. */
export function maskReader(): MaskReader {
  const unfiltered = unfilter();
  const buffer = growing();
  return async (path, options) => {
    const isPng = unfiltered && path.toLowerCase().endsWith(".png");
    return (isPng && fastPng(path, unfiltered, buffer)) || readMask(path, isFolder(path), options);
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function fastPng(
  path: string,
  unfiltered: Unfilter,
  buffer: (length: number) => Uint8Array,
): Raster | undefined {
  try {
    // Read at once: many small files take longer to wait for than to read, and threads wait for nothing else.
    // A pipe would make the reader wait for ever; the general reader refuses it.
    if (!statSync(path).isFile()) return undefined;
    return pngLabels(readFileSync(path), unfiltered, buffer);
  } catch {
    // The general reader says what is wrong.
    return undefined;
  }
}

/** An array of the length asked for in the same memory each time: new memory for each image is the slower part. */
function growing(): (length: number) => Uint8Array {
  let memory = new Uint8Array(0);
  return (length) => {
    if (memory.length < length) memory = new Uint8Array(length);
    return memory.subarray(0, length);
  };
}
