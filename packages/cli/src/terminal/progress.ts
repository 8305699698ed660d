import type { Io } from "./io.ts";

/** Erases the line of a terminal on which the cursor stands. */
const ERASE = "\r\x1b[K";

/** Where preparations stand: one line that changes on a terminal; elsewhere what differs in more than its numbers. */
export function showStatus(io: Io): { say(text: string): void; done(): void } {
  const last = { words: "" };
  return {
    say(text) {
      if (io.terminal) return void io.terminal.write(`${ERASE}${text}`);
      const words = text.replace(/\d+/g, "");
      if (words !== last.words) io.say(text);
      last.words = words;
    },
    done: () => void io.terminal?.write(ERASE),
  };
}
