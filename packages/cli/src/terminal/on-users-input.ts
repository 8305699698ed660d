import { dataError } from "../data/index.ts";

/**
 * Runs code of the library on what the user gave. Its doors throw plain errors and range errors, whose texts say the
 * remedy: these become the user's mistakes, with `where` in front. Errors of other kinds stay what they are.
 *
 * @param reword says a message in the words of the command
 */
export function onUsersInput<T>(
  where: string,
  run: () => T,
  reword: (message: string) => string = asItIs,
): T {
  try {
    return run();
  } catch (error) {
    throw atTheDoor(error, where, reword);
  }
}

function asItIs(message: string): string {
  return message;
}

function atTheDoor(error: unknown, where: string, reword: (message: string) => string): unknown {
  if (!(error instanceof Error) || error.name === "DataError" || error.name === "EngineLimit") return error;
  if (error.constructor !== Error && error.constructor !== RangeError) return error;
  const message = reword(error.message);
  return dataError(where ? `${where}: ${message}` : message, error);
}
