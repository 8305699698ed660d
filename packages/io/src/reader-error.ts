/**
 * An error of a reader about a file that is whole but of a flavour that is not read. The text says what it is and what to
 * save instead.
 */
export function notSupported(message: string): Error {
  const error = new Error(message);
  error.name = "NotSupported";
  return error;
}

export function isNotSupported(error: unknown): error is Error {
  return error instanceof Error && error.name === "NotSupported";
}
