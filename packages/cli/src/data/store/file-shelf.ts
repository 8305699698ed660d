import { closeSync, openSync, readSync, writeSync } from "node:fs";
import type { Shelf } from "./shelf.ts";
import { shelfFull } from "./shelf-full.ts";
import { ARRAYS, bytesOf, typeOf } from "./stored-array.ts";

/** Arrays begin at multiples of this. */
const ALIGNMENT = 8;

/**
 * Keeps arrays in a new file, one behind the other. What is asked for is read from the file each time, so that memory holds none of it;
 * the system's cache of files is shared by all processes that read it.
 *
 * @throws ShelfFull where the file cannot be made, or the disk is full
 */
export function fileShelf(path: string): Shelf {
  const file = attempt(path, () => openSync(path, "w+"));
  let end = 0;
  return {
    put(array) {
      const at = end;
      attempt(path, () => writeAll(file, bytesOf(array), at));
      end = Math.ceil((at + array.byteLength) / ALIGNMENT) * ALIGNMENT;
      return { at, first: 0, type: typeOf(array) };
    },
    ...reader(file, path),
  };
}

/** Reads what another process has written. */
export function openShelf(path: string): Omit<Shelf, "put"> {
  return reader(openSync(path, "r"), path);
}

function reader(file: number, path: string): Omit<Shelf, "put"> {
  return {
    get({ at, first, type }, from, to) {
      const array = new ARRAYS[type](to - from);
      const start = at + (first + from) * array.BYTES_PER_ELEMENT;
      if (readAll(file, bytesOf(array), start) < array.byteLength)
        throw new Error(`${path}: it ends before byte ${start + array.byteLength}; it was cut short`);
      return array;
    },
    close: () => closeSync(file),
  };
}

function writeAll(file: number, bytes: Uint8Array, start: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, bytes.length - done, start + done);
}

/** Returns how many bytes there were. */
function readAll(file: number, bytes: Uint8Array, start: number): number {
  let done = 0;
  while (done < bytes.length) {
    const read = readSync(file, bytes, done, bytes.length - done, start + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}

function attempt<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw shelfFull(path, cause);
  }
}
