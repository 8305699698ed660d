import { closeSync, openSync, readSync, statSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { fileSource } from "../read-file.ts";
import type { FileSystem } from "./file-system.ts";

/** The files of this machine. */
export const DISK: FileSystem = {
  ...{ join, dirname, basename, resolve, sep, head },
  kindOf: async (path) => {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) return "folder";
    return found && "file";
  },
  list: async (folder) =>
    (await readdir(folder, { withFileTypes: true })).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
    })),
  text: (path) => readFile(path, "utf8"),
  source: (path) => fileSource(path),
};

/** Read at once: of many small files, waiting takes longer than reading. */
function head(path: string, bytes: number): Uint8Array {
  const found = new Uint8Array(bytes);
  // A pipe would make it wait for ever.
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return found.subarray(0, 0);
  const file = openSync(path, "r");
  try {
    return found.subarray(0, readSync(file, found, 0, bytes, 0));
  } finally {
    closeSync(file);
  }
}
