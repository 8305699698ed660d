import { libraryMistake } from "./library-mistake.ts";

/**
 * Runs code of the library on what the user gave; its errors become the user's mistakes, with `where` in front.
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
    throw libraryMistake(error, where, reword);
  }
}

function asItIs(message: string): string {
  return message;
}
