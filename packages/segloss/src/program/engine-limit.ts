const NAME = "EngineLimit";

/** An error about what an engine cannot do, though the loss and its inputs are right: the reference engine can. */
export function engineLimit(message: string): Error {
  const error = new Error(message);
  error.name = NAME;
  return error;
}

/** Whether another engine may do what has failed. */
export function isEngineLimit(error: unknown): error is Error {
  return error instanceof Error && error.name === NAME;
}
