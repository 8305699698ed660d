import { dataError } from "../data/index.ts";

/**
 * What an error of the library is to the user: its doors throw plain errors and range errors, whose texts say the remedy, and which are
 * the user's mistakes with `where` in front. Errors of other kinds stay what they are.
 *
 * @param reword says a message in the words of the command
 */
export function libraryMistake(error: unknown, where: string, reword: (message: string) => string): unknown {
  if (!(error instanceof Error) || error.name === "DataError" || error.name === "EngineLimit") return error;
  if (error.constructor !== Error && error.constructor !== RangeError) return error;
  const message = reword(error.message);
  return dataError(where ? `${where}: ${message}` : message, error);
}
