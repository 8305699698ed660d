import type { Io } from "./io.ts";

/** Exit code of a process that ctrl-C ended, as shells have it. */
const INTERRUPTED = 130;

/** Thrown when work was cut short by ctrl-C, after it was wound up. */
export class Interrupted extends Error {
  readonly exitCode: number = INTERRUPTED;
}

/**
 * Runs work that winds itself up when its signal comes. The first ctrl-C sends the signal, the second ends the process
 * at once. Throws `Interrupted` when the work was cut short.
 */
export async function interruptible(io: Io, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const stop = io.onInterrupt(() => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    io.say("\nstopping: what has ended is kept; ctrl-C again quits at once");
    controller.abort();
  });
  try {
    await work(controller.signal);
  } finally {
    stop();
  }
  if (controller.signal.aborted) throw new Interrupted("interrupted");
}
