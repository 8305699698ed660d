import { run } from "../../src/run.ts";
import type { Io } from "../../src/terminal/io.ts";

/** What a call of the command line left behind. */
export interface Called {
  readonly code: number;
  readonly out: string;
  /** Lines on stderr. */
  readonly said: readonly string[];
}

/** Runs `segloss` in this process, as if its output went to files. */
export async function call(...args: string[]): Promise<Called> {
  return callWith({}, ...args);
}

/** The same with parts of the surroundings replaced. */
export async function callWith(parts: Partial<Io>, ...args: string[]): Promise<Called> {
  const out: string[] = [];
  const said: string[] = [];
  const io: Io = {
    out: (text) => void out.push(text),
    say: (line) => void said.push(line),
    terminal: null,
    width: 100,
    colour: false,
    onInterrupt: () => () => {},
    ...parts,
  };
  return { code: await run(args, io), out: out.join(""), said };
}

/** The one line that says a mistake, when nothing else was written and the exit code says so. */
export async function mistake(...args: string[]): Promise<string> {
  const { code, out, said } = await call(...args);
  if (code !== 1 || out !== "" || said.length !== 1 || said[0].includes("\n"))
    throw new Error(`expected exit code 1 and one line, got ${code}, ${JSON.stringify({ out, said })}`);
  return said[0];
}
