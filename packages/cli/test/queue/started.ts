import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../bin/segloss.js", import.meta.url));

/** A `segloss` that runs. */
export interface Started {
  readonly child: ChildProcess;
  /** All that it wrote so far, to both streams. */
  text(): string;
  /** What it wrote to stdout. */
  out(): string;
  /** Resolves when what it wrote matches. */
  said(pattern: RegExp): Promise<void>;
  /** Resolves to its exit code. */
  readonly ended: Promise<number | null>;
}

/** Seconds of locks go by as 2 of 90. */
export const SCALED = { SEGLOSS_QUEUE_LOCK: "2" };

export function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  return startedOf(spawn(process.execPath, [main, ...args], { env: { ...process.env, ...SCALED, ...env } }));
}

/** A line of a shell, in surroundings that a program makes. */
export function startShell(
  line: string,
  env: NodeJS.ProcessEnv,
  [program, ...args]: readonly string[],
): Started {
  const all = [...args, "sh", "-c", line];
  return startedOf(spawn(program, all, { env: { ...process.env, ...SCALED, ...env } }));
}

function startedOf(child: ChildProcessWithoutNullStreams): Started {
  let text = "";
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  const heard = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      text += chunk;
      for (const listen of heard) listen();
    });
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  return {
    ...{ child, ended, text: () => text, out: () => out },
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const listen = () => {
          if (!pattern.test(text)) return;
          heard.delete(listen);
          resolve();
        };
        heard.add(listen);
        listen();
        void ended.then(() => reject(new Error(`it ended without saying ${pattern}: ${text}`)));
      }),
  };
}

/** Processes below one whose command line matches: slots are serve-slot.js, their trainings serve-trials.js. */
export function below(pid: number, pattern: RegExp): number[] {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const parents = new Map<number, number>();
  const lines = new Map<number, string>();
  for (const name of all)
    try {
      parents.set(
        Number(name),
        Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1]),
      );
      lines.set(Number(name), readFileSync(`/proc/${name}/cmdline`, "utf8"));
    } catch {
      // It has just ended.
    }
  const isBelow = (one: number): boolean => one === pid || (one > 1 && isBelow(parents.get(one) ?? 0));
  return [...lines].flatMap(([one, line]) =>
    one !== pid && pattern.test(line) && isBelow(one) ? [one] : [],
  );
}

/** Waits for something to be there. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  for (let attempt = 0; attempt < 1500; attempt++) {
    const found = await look();
    if (found !== undefined) return found;
    await setTimeout(20);
  }
  throw new Error(`not within 30 s: ${what}`);
}

/** Sends a signal to what may have ended. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** Ends all of them, with what they have begun. */
export async function endAll(started: readonly Started[]): Promise<void> {
  for (const { child } of started)
    for (const pid of [...below(child.pid!, /segloss|serve-/), child.pid!]) kill(pid, "SIGKILL");
  await Promise.all(started.map(({ ended }) => ended));
}
