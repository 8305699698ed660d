import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** Of a pipe that nobody writes to, opening would wait for ever. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/** Larger files are not read into memory that stays. */
const MOST_BYTES = 2 ** 26;

/**
 * Reads regular files one after the other into the same memory: a file's bytes are valid until the next call. undefined for what
 * cannot be read so; the general reader says why. Files are read at once: many small ones take longer to wait for than to read.
 */
export function reusedFile(): (path: string) => Uint8Array | undefined {
  let memory = new Uint8Array(2 ** 16);
  return (path) => {
    const file = openSync(path, AT_ONCE);
    try {
      const found = fstatSync(file);
      if (!found.isFile() || found.size > MOST_BYTES) return undefined;
      if (memory.length < found.size) memory = new Uint8Array(2 * found.size);
      const length = readSync(file, memory, 0, found.size, 0);
      return length === found.size ? memory.subarray(0, length) : undefined;
    } finally {
      closeSync(file);
    }
  };
}
