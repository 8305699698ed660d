import type { Interruption, Io } from "./io.ts";

/** Exit codes of a process that a signal ended, as shells have them. */
export const EXIT_CODES: Readonly<Record<Interruption, number>> = { SIGINT: 130, SIGTERM: 143 };

/** Thrown when work was cut short by a signal, after it was wound up. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: Interruption) {
    super(signal === "SIGINT" ? "interrupted" : "terminated");
    this.exitCode = EXIT_CODES[signal];
  }
}

/**
 * Runs work that winds itself up when its signal comes. The first ctrl-C or SIGTERM sends the signal, the second ends the process
 * at once. Throws `Interrupted` when the work was cut short.
 */
export async function interruptible(io: Io, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const stop = io.onInterrupt((signal) => {
    if (controller.signal.aborted) process.exit(EXIT_CODES[signal]);
    const again = signal === "SIGINT" ? "; ctrl-C again quits at once" : "";
    // The terminal has written ^C on the line.
    if (io.terminal) io.say("");
    io.say(`stopping: what has ended is kept${again}`);
    controller.abort(new Interrupted(signal));
  });
  try {
    await work(controller.signal);
  } finally {
    stop();
  }
  if (controller.signal.aborted) throw controller.signal.reason;
}
