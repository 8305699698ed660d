import { CommanderError } from "commander";
import { didYouMean, FormulaError, isEngineLimit } from "segloss";
import { printable } from "segloss/door";
import { isDataError } from "../data/index.ts";
import { memoryFault } from "../data/memory-fault.ts";

/**
 * The text of an error that the user can correct, with what helps to find the place; undefined for our own defects.
 *
 * @param args what follows the name of the command
 * @param options that the command has, with their dashes
 */
export function usersMistake(
  error: unknown,
  args: readonly string[],
  options: readonly string[],
): { message: string; detail: string } | undefined {
  if (error instanceof FormulaError) return formulaMistake(error);
  if (error instanceof CommanderError)
    return { message: onOneLine(commanderText(error, args, options)), detail: "" };
  if (isDataError(error) || isEngineLimit(error)) return { message: onOneLine(error.message), detail: "" };
  const memory = error instanceof RangeError ? memoryFault(error.message) : undefined;
  if (memory === undefined) return undefined;
  return {
    message: `too little memory (${onOneLine(memory)}); end other programs, or allow this one more (ulimit -v limits addresses, of which WebAssembly takes many)`,
    detail: "",
  };
}

/** What a user typed, or a file was called, may hold what a terminal would obey. */
function onOneLine(message: string): string {
  return printable(message.replace(/\s*\n\s*/g, " "));
}

/** Longer texts are shown around the place alone. */
const LONGEST_TEXT = 100;

/** The place stands in the line itself; the drawing with the caret is for eyes only. */
function formulaMistake({ problem, text, position, excerpt, caret }: FormulaError): {
  message: string;
  detail: string;
} {
  const place = position >= text.length ? "at the end" : `at character ${position + 1}`;
  const of = text.length > LONGEST_TEXT ? `${text.length} characters` : `"${onOneLine(text)}"`;
  return { message: `${problem} (${place} of ${of})`, detail: `  ${excerpt}\n  ${" ".repeat(caret)}^` };
}

function commanderText(
  { message, code }: CommanderError,
  args: readonly string[],
  options: readonly string[],
): string {
  // The parser misses an option before it sees the misspelt one that was meant.
  if (code === "commander.missingMandatoryOptionValue") {
    const strange = args.map((arg) => arg.split("=")[0]).find((arg) => isStrange(arg, options));
    if (strange) return `unknown option '${strange}'.${didYouMean(strange, options).replaceAll('"', "")}`;
  }
  if (code === "commander.excessArguments")
    return `${message.replace(/^error: /, "").replace(/\.$/, "")} (${quoted(args)}); put what holds spaces in quotes`;
  return message
    .replace(/^error: /, "")
    .replace(/\s*\n\s*/g, " ")
    .replace(/ \(Did you mean (.*)\?\)/, ". Did you mean $1?");
}

function isStrange(arg: string, options: readonly string[]): boolean {
  return /^--\w/.test(arg) && !options.includes(arg);
}

/** The arguments before the first option. */
function quoted(args: readonly string[]): string {
  const end = args.findIndex((arg) => arg.startsWith("-"));
  return args.slice(0, end < 0 ? args.length : end).join(", ");
}
