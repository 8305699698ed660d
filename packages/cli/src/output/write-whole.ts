import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { dataError } from "../data/data-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "its folder does not exist",
  EISDIR: "it is a folder",
  ENOTEMPTY: "it is a folder",
  EACCES: "no permission",
  ENOSPC: "the disk is full, ENOSPC",
  EDQUOT: "the quota of the disk is used up, EDQUOT",
};

const FULL: readonly unknown[] = ["ENOSPC", "EDQUOT"];

/** Writes a file under another name and renames it, so that no one ever sees half of it. */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID().slice(0, 8)}.tmp`);
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = REASONS[code ?? ""] ?? code ?? message;
    const remedy = FULL.includes(code) ? "free some space, or choose another place" : "choose another place";
    throw dataError(`${path}: cannot be written (${reason}); ${remedy}`, cause);
  }
}
