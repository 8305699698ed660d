import { dataError, isDataError } from "./data-error.ts";

/** An error about several files, with a line about each. */
export interface ListedError extends Error {
  readonly problems: readonly string[];
}

export function listedError(message: string, problems: readonly string[]): ListedError {
  return Object.assign(dataError(message), { problems });
}

/** The lines about single files of an error; none where it is about one thing. */
export function problemsOf(error: unknown): readonly string[] {
  return isDataError(error) && "problems" in error ? (error as ListedError).problems : [];
}
