import { printable } from "segloss/door";
import type { Io } from "./io.ts";

/** The same streams, to which no file's name or content sends what would steer a terminal. Each line that is said is one. */
export function printableIo(io: Io): Io {
  return { ...io, say: (line) => io.say(printable(line)) };
}
