/** What was asked for was done, and a threshold was not met: the command ends with exit code 3. */
export function notMet(message: string): Error {
  const error = new Error(message);
  error.name = "NotMet";
  return error;
}

export function isNotMet(error: unknown): error is Error {
  return error instanceof Error && error.name === "NotMet";
}
