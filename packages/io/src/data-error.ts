/** An error in the user's data or request: the command line prints its message without a stack and exits with 1. */
export function dataError(message: string, cause?: unknown): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  error.name = "DataError";
  return error;
}

export function isDataError(error: unknown): error is Error {
  return error instanceof Error && error.name === "DataError";
}

/** The first few of a long list: `a, b, c and 17 more`. */
export function firstFew(items: readonly string[], limit = 3): string {
  const shown = items.slice(0, limit).join(", ");
  return items.length > limit ? `${shown} and ${items.length - limit} more` : shown;
}
