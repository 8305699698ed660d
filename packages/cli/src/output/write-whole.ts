import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { dataError } from "../data/data-error.ts";
import { fullDisk } from "../data/full-disk.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "its folder does not exist",
  EISDIR: "it is a folder",
  ENOTEMPTY: "it is a folder",
  EACCES: "no permission",
};

/** Writes a file under another name and renames it, so that no one ever sees half of it. */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID().slice(0, 8)}.tmp`);
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    const { code, message } = cause as NodeJS.ErrnoException;
    const full = fullDisk(code);
    const reason = full ? `${full}, ${code}` : (REASONS[code ?? ""] ?? code ?? message);
    const remedy = full ? "free some space, or choose another place" : "choose another place";
    throw dataError(`${path}: cannot be written (${reason}); ${remedy}`, cause);
  }
}
