import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Memory of a process in bytes; undefined where the system does not say. */
export async function residentMemory(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === "linux") return fromStatus(await readFile(`/proc/${pid}/status`, "utf8"));
    if (process.platform === "win32") return undefined;
    const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
    return Number(stdout) * 1024;
  } catch {
    // It has just ended.
    return undefined;
  }
}

function fromStatus(text: string): number | undefined {
  const kibibytes = /^VmRSS:\s+(\d+)/m.exec(text)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}
