import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { dataError } from "../../data/data-error.ts";
import { clearStaleLock } from "./clear-stale-lock.ts";

/** Milliseconds in which a small file is written. */
const MOMENT = 300;

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

/**
 * Takes the lock of an output folder, which a process that was killed leaves behind and the next one takes over.
 *
 * @returns what gives it back
 * @throws DataError where another process writes into the folder
 */
export async function lockFolder(path: string): Promise<() => Promise<void>> {
  await mkdir(dirname(path), { recursive: true });
  const own: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  if (!(await take(path, own))) {
    let seen = await textOf(path);
    if (!holderIn(seen)) {
      // A lock is there before its content is: who has just made it has a moment to write it.
      await setTimeout(MOMENT);
      seen = await textOf(path);
    }
    const holder = holderIn(seen);
    if (holder && !hasEnded(holder)) throw busy(path, holder);
    await clearStaleLock(path, seen);
    if (!(await take(path, own))) throw busy(path, holderIn(await textOf(path)) ?? own);
  }
  return () => rm(path, { force: true });
}

async function take(path: string, own: Holder): Promise<boolean> {
  return writeFile(path, JSON.stringify(own), { flag: "wx" }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return false;
      throw error;
    },
  );
}

/** Empty for a lock that is gone. */
async function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}

/** Undefined for a text that is no lock, such as one that was cut short. */
function holderIn(text: string): Holder | undefined {
  try {
    const { pid, host, since } = JSON.parse(text);
    return Number.isInteger(pid) && typeof host === "string" ? { pid, host, since } : undefined;
  } catch {
    return undefined;
  }
}

/** Of a process on another machine nothing can be told. */
function hasEnded({ pid, host }: Holder): boolean {
  if (host !== hostname()) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

function busy(path: string, { pid, host, since }: Holder): Error {
  const where = host === hostname() ? "" : ` on ${host}; if it has ended, remove ${path}`;
  return dataError(
    `${dirname(dirname(path))}: another comparison writes there (process ${pid}, since ${since}${where}); wait for it, or choose another -o`,
  );
}
