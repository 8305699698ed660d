const NAME = "NotInGraph";

/** An error about a loss that is right, but cannot be written into the training graph. */
export function notInGraph(message: string): Error {
  const error = new Error(message);
  error.name = NAME;
  return error;
}

/** Whether `graphLoss` refused a loss that `splitLoss` can train with. */
export function isNotInGraph(error: unknown): error is Error {
  return error instanceof Error && error.name === NAME;
}
