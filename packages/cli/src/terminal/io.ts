/** What asks a process to end: ctrl-C, and what batch systems, containers and `timeout` send. */
export type Interruption = "SIGINT" | "SIGTERM";

/** What a command may touch of the process, so that tests can stand in for it. */
export interface Io {
  /** Writes results: stdout. */
  out(text: string): void;
  /** Writes a line of prose or progress: stderr. */
  say(line: string): void;
  /** The terminal that stderr is, for progress bars; null when it is a file or a pipe. */
  readonly terminal: NodeJS.WriteStream | null;
  /** Columns of text that fit on a line of stdout. */
  readonly width: number;
  /** Whether stdout shows colours. */
  readonly colour: boolean;
  /** Calls back on ctrl-C (SIGINT) and on SIGTERM instead of ending, until the returned function is called. */
  onInterrupt(callback: (signal: Interruption) => void): () => void;
}

/** The streams and signals of this process. */
export function processIo(): Io {
  const { stdout, stderr } = process;
  return {
    out: (text) => void stdout.write(text),
    say: (line) => void stderr.write(`${line}\n`),
    terminal: stderr.isTTY ? stderr : null,
    width: stdout.columns || 100,
    colour: stdout.isTTY === true && stdout.hasColors() && !process.env.NO_COLOR,
    onInterrupt(callback) {
      process.on("SIGINT", callback).on("SIGTERM", callback);
      return () => void process.off("SIGINT", callback).off("SIGTERM", callback);
    },
  };
}
