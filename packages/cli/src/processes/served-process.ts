import { type ChildProcess, fork } from "node:child_process";

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it wrote to stderr. */
  readonly lastWords: string;
}

/** A process of this command that serves orders, one at a time or as it likes. */
export interface ServedProcess<Order extends object> {
  /** Undefined where it could not be started. */
  readonly pid: number | undefined;
  readonly alive: boolean;
  /** Resolves when it has ended and what it wrote has been read. */
  readonly ended: Promise<ProcessEnd>;
  /** The end of what it wrote to stderr. */
  lastWords(): string;
  /** A process that has just ended is noticed by its end. */
  tell(order: Order): void;
  /** Calls back with each message until the returned function is called. */
  listen(callback: (message: unknown) => void): () => void;
  /**
   * Resolves to the first thing but undefined that `read` makes of a message, or to the end of the process, where that comes before. Unlike a race
   * with `ended` it keeps nothing of what it has resolved to for as long as the process lives.
   *
   * @throws what `read` throws
   */
  answer<Answer>(read: (message: unknown) => Answer | undefined): Promise<Answer | ProcessEnd>;
  /** Closes the channel, which ends a process that serves; it is killed when it has not ended after `limit` milliseconds. */
  leave(limit: number): Promise<void>;
  /** Kills it when it has not ended after so many milliseconds. */
  killAfter(limit: number): void;
  kill(): void;
}

/** Characters of stderr that are kept. */
const LAST_WORDS = 2000;

/**
 * Starts a process of its own: native code that aborts takes nothing else with it.
 * @param entry path of its script
 * @param stderr whether what it writes there is kept for `lastWords`, or shown
 */
export function servedProcess<Order extends object>(
  entry: string,
  args: readonly string[] = [],
  stderr: "kept" | "shown" = "kept",
): ServedProcess<Order> {
  const child = fork(entry, args, {
    serialization: "advanced",
    stdio: ["ignore", "ignore", stderr === "kept" ? "pipe" : "inherit", "ipc"],
  });
  const state = { alive: true, lastWords: "" };
  child.stderr?.on("data", (chunk: Buffer) => {
    state.lastWords = (state.lastWords + chunk.toString()).slice(-LAST_WORDS);
  });
  const ended = endOf(child).then((end): ProcessEnd => {
    state.alive = false;
    return { ...end, lastWords: state.lastWords };
  });
  const waiting = new Set<(end: ProcessEnd) => void>();
  void ended.then((end) => {
    for (const tell of [...waiting]) tell(end);
  });
  const killAfter = (limit: number) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), limit);
    void ended.then(() => clearTimeout(timer));
  };
  return {
    pid: child.pid,
    get alive() {
      return state.alive;
    },
    ended,
    lastWords: () => state.lastWords,
    tell(order) {
      if (child.connected) child.send(order, () => {});
    },
    listen(callback) {
      child.on("message", callback);
      return () => void child.off("message", callback);
    },
    answer<Answer>(read: (message: unknown) => Answer | undefined) {
      if (!state.alive) return ended;
      return new Promise<Answer | ProcessEnd>((resolve, reject) => {
        const stop = () => {
          child.off("message", hear);
          waiting.delete(leave);
        };
        const leave = (end: ProcessEnd) => {
          stop();
          resolve(end);
        };
        const hear = (message: unknown) => {
          try {
            const answer = read(message);
            if (answer === undefined) return;
            resolve(answer);
          } catch (error) {
            reject(error);
          }
          stop();
        };
        child.on("message", hear);
        waiting.add(leave);
      });
    },
    async leave(limit) {
      if (child.connected) child.disconnect();
      killAfter(limit);
      await ended;
    },
    killAfter,
    kill: () => void child.kill("SIGKILL"),
  };
}

function endOf(child: ChildProcess): Promise<Omit<ProcessEnd, "lastWords">> {
  return new Promise((resolve) => {
    child.once("error", () => resolve({ code: null, signal: null }));
    // A parent that has closed the channel itself is never told "close" (seen in Node 20.20.2).
    child.once("exit", (code, signal) => {
      const { stderr } = child;
      if (!stderr || stderr.readableEnded) resolve({ code, signal });
      else stderr.once("end", () => resolve({ code, signal })).once("error", () => resolve({ code, signal }));
    });
  });
}
