import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** Of a pipe that nobody writes to, opening would wait for ever. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/** Larger files are not read into memory that stays. */
const MOST_BYTES = 2 ** 26;

/**
 * Reads regular files one after the other into the same memory: a file's bytes are valid until the next call. undefined for what
 * cannot be read so; the general reader says why. Files are read at once: many small ones take longer to wait for than to read.
 *
 * @param room gives the memory for so many bytes, where it has it. Default: memory of its own
 */
export function reusedFile(
  room: (bytes: number) => Uint8Array | undefined = ownRoom(),
): (path: string) => Uint8Array | undefined {
  return (path) => {
    const file = openSync(path, AT_ONCE);
    try {
      const found = fstatSync(file);
      if (!found.isFile() || found.size > MOST_BYTES) return undefined;
      const memory = room(found.size);
      if (!memory) return undefined;
      const length = readSync(file, memory, 0, found.size, 0);
      return length === found.size ? memory : undefined;
    } finally {
      closeSync(file);
    }
  };
}

function ownRoom(): (bytes: number) => Uint8Array {
  let memory = new Uint8Array(2 ** 16);
  return (bytes) => {
    if (memory.length < bytes) memory = new Uint8Array(2 * bytes);
    return memory.subarray(0, bytes);
  };
}
