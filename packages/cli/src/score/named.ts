/** What goes wrong with a file is said under its name. */
export function named<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    throw new Error(`${path}: ${(cause as Error).message}`, { cause });
  }
}
