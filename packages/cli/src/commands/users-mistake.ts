import { CommanderError } from "commander";
import { FormulaError, isEngineLimit } from "segloss";
import { dataError, isDataError } from "../data/index.ts";

/** The text of an error that the user can correct, with what helps to find the place; undefined for our own defects. */
export function usersMistake(error: unknown): { message: string; detail: string } | undefined {
  if (error instanceof FormulaError) return formulaMistake(error);
  if (error instanceof CommanderError) return { message: commanderText(error), detail: "" };
  return isDataError(error) || isEngineLimit(error) ? { message: error.message, detail: "" } : undefined;
}

/** The place stands in the line itself; the drawing with the caret is for eyes only. */
function formulaMistake({ problem, text, position }: FormulaError): { message: string; detail: string } {
  const place = position >= text.length ? "at the end" : `at character ${position + 1}`;
  const [, ...drawing] = `\n  ${text}\n  ${" ".repeat(position)}^`.split("\n");
  return { message: `${problem} (${place} of "${text}")`, detail: drawing.join("\n") };
}

function commanderText({ message }: CommanderError): string {
  return message
    .replace(/^error: /, "")
    .replace(/\s*\n\s*/g, " ")
    .replace(/ \(Did you mean (.*)\?\)/, ". Did you mean $1?");
}

/**
 * Runs code of the library on what the user gave. Its doors throw plain errors and range errors, whose texts say the
 * remedy: these become the user's mistakes, with `where` in front. Errors of other kinds stay what they are.
 */
export function onUsersInput<T>(where: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw atTheDoor(error, where);
  }
}

function atTheDoor(error: unknown, where: string): unknown {
  if (!(error instanceof Error) || error.name === "DataError" || error.name === "EngineLimit") return error;
  if (error.constructor !== Error && error.constructor !== RangeError) return error;
  return dataError(where ? `${where}: ${error.message}` : error.message, error);
}
