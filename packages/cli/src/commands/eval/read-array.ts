import { readFile } from "node:fs/promises";
import { dataError, decodeNpy, type NpyArray } from "../../data/index.ts";

/** Reads a .npy file. Errors name the option that asked for it, the file and the remedy. */
export async function readArray(option: string, path: string): Promise<NpyArray> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === "ENOENT" ? "no such file" : `cannot be opened (${cause.code})`;
    throw dataError(`${option} ${path}: ${reason}; check the path`, cause);
  });
  try {
    return decodeNpy(bytes);
  } catch (cause) {
    throw dataError(
      `${option} ${path}: cannot be read as .npy: ${(cause as Error).message}; write it with numpy.save`,
      cause,
    );
  }
}

/** A shape as numpy prints it: `(8, 64, 64, 3)`. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}
