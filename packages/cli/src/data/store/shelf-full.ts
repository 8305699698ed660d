/** That nothing can be kept any more: no mistake in the data that were to be kept, so it ends the reading of all of them. */
export interface ShelfFull extends Error {
  readonly path: string;
}

export function shelfFull(path: string, cause: unknown): ShelfFull {
  return Object.assign(new Error(`${path}: ${(cause as Error).message}`, { cause }), {
    name: "ShelfFull",
    path,
  });
}

export function isShelfFull(error: unknown): error is ShelfFull {
  return error instanceof Error && error.name === "ShelfFull";
}
