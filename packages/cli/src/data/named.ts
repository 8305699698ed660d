import { dataError } from "./data-error.ts";

/** Runs a conversion; what it throws gets the file's path in front. */
export function named<T>(path: string, convert: () => T): T {
  try {
    return convert();
  } catch (cause) {
    throw dataError(`${path}: ${(cause as Error).message}`, cause);
  }
}
