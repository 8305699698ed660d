import type { Command as Parser } from "commander";
import type { Io } from "../terminal/io.ts";

/** A line of the list of commands: what a command needs is loaded when it is called, and not for the list. */
export interface CommandEntry {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  load(): Promise<Command>;
}

/** One command of `segloss`. What is added is one file with one of these and a line in `commands/index.ts`. */
export interface Command {
  readonly name: string;
  /** Calls that work as they stand, shown below the help. */
  readonly examples: readonly string[];
  /**
   * Declares arguments, options and the action. The action throws `dataError` for what the user can correct; any other
   * exception is taken for a defect of ours.
   */
  define(parser: Parser, io: Io): void;
}
