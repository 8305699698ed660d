import { printable } from "segloss/door";
import { installHere } from "./install-here.ts";
import type { Io } from "./io.ts";

/**
 * The same streams, to which no file's name or content sends what would steer a terminal. Each line that is said is one; one that says how to
 * install something does so for where this command is.
 */
export function printableIo(io: Io): Io {
  return { ...io, say: (line) => io.say(installHere(printable(line))) };
}
