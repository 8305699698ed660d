import { CommanderError, Command as Parser } from "commander";
import type { Command } from "./commands/command.ts";
import { COMMANDS } from "./commands/index.ts";
import { VERSION } from "./host/version.ts";
import { Interrupted } from "./terminal/interruptible.ts";
import type { Io } from "./terminal/io.ts";
import { isNotMet } from "./terminal/not-met.ts";
import { printableIo } from "./terminal/printable-io.ts";

/** Exit codes: scripts depend on them. */
const DONE = 0;
const USERS_MISTAKE = 1;
const OUR_DEFECT = 2;
const NOT_MET = 3;

/**
 * Runs `segloss` with the arguments of a command line and returns the exit code: 0 done, 1 the user's mistake (said in
 * one line on stderr), 2 a defect of ours (with its stack), 3 a threshold not met.
 */
export async function run(args: readonly string[], host: Io): Promise<number> {
  const io = printableIo(host);
  const parser = await makeParser(args[0], io);
  if (args.length === 0) {
    parser.outputHelp();
    return DONE;
  }
  try {
    await parser.parseAsync([...args], { from: "user" });
    return DONE;
  } catch (error) {
    const options = parser.commands.find((child) => child.name() === args[0])?.options ?? [];
    return report(
      error,
      args,
      options.map(({ long }) => long ?? ""),
      io,
      host,
    );
  }
}

async function report(
  error: unknown,
  args: readonly string[],
  options: readonly string[],
  io: Io,
  host: Io,
): Promise<number> {
  if (error instanceof Interrupted) return error.exitCode;
  if (isNotMet(error)) {
    io.say(`segloss ${args[0]}: ${error.message}`);
    return NOT_MET;
  }
  // Help and version are answers, thrown by the parser in place of leaving the process.
  if (error instanceof CommanderError && error.exitCode === 0) return DONE;
  const { usersMistake } = await import("./terminal/users-mistake.ts");
  const { problemsOf } = await import("./data/listed-error.ts");
  const mistake = usersMistake(error, args.slice(1), options);
  if (!mistake) {
    io.say(`segloss: this is a defect of segloss, please report it with the command line and these lines:`);
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    for (const line of stack.split("\n")) io.say(line);
    return OUR_DEFECT;
  }
  for (const problem of problemsOf(error)) io.say(problem);
  const command = COMMANDS.find(({ name }) => name === args[0]);
  const name = command ? `segloss ${command.name}` : "segloss";
  const help = needsHelp(error) && !/Did you mean/.test(mistake.message) ? `; see ${name} --help` : "";
  const message = mistake.message.replace(/\s*\n\s*/g, " ");
  io.say(`${name}: ${help ? message.replace(/\.$/, "") : message}${help}`);
  // A drawing of several lines.
  if (io.terminal && mistake.detail) host.say(mistake.detail);
  return USERS_MISTAKE;
}

/** Whether the parser says what is wrong without saying what would be right. */
function needsHelp(error: unknown): boolean {
  if (!(error instanceof CommanderError)) return false;
  return /\.(unknown|missing|excess|optionMissing)/.test(error.code);
}

/** The parser of one command, or, where none is named, of their list. */
async function makeParser(name: string | undefined, io: Io): Promise<Parser> {
  const parser = new Parser("segloss")
    .description(
      "Losses and metrics of image segmentation: explain losses, compare them on your images, score masks.",
    )
    .version(VERSION, "-V, --version", "print the version")
    .helpCommand(false);
  quiet(parser, io);
  parser.addHelpText("after", "\nExample:\n  $ segloss list\n\nHelp of a command: segloss NAME --help");
  const named = COMMANDS.filter((entry) => entry.name === name);
  for (const entry of named.length > 0 ? named : COMMANDS) {
    const child = parser.command(entry.name).summary(entry.summary).description(entry.summary);
    quiet(child, io);
    if (named.length > 0) define(child, await entry.load(), io);
    // So that the list says that there are options.
    else child.option("--json");
  }
  return parser;
}

function define(child: Parser, command: Command, io: Io): void {
  command.define(child, io);
  const title = command.examples.length > 1 ? "Examples" : "Example";
  child.addHelpText("after", `\n${title}:\n${command.examples.map((line) => `  $ ${line}`).join("\n")}`);
}

/** The parser throws and leaves writing about mistakes to us. */
function quiet(parser: Parser, io: Io): void {
  parser.exitOverride();
  parser.configureOutput({
    writeOut: (text) => io.out(text),
    writeErr: () => {},
    getOutHelpWidth: () => Math.min(io.width, 110),
  });
}
