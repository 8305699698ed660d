import { closeSync, openSync, readdirSync, readFileSync, readSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { fileSource } from "../read-file.ts";
import type { FileSystem } from "./file-system.ts";

/** The files of this machine, looked at at once: of many small ones, waiting takes longer than reading. */
export const DISK: FileSystem = {
  ...{ join, dirname, basename, resolve, sep, head },
  kindOf: (path) => {
    const found = statOf(path);
    if (found?.isDirectory()) return "folder";
    return found && "file";
  },
  list: (folder) =>
    readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
    })),
  text: (path) => readFileSync(path, "utf8"),
  source: (path) => fileSource(path),
};

/** undefined also where a folder above may not be looked into. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function head(path: string, bytes: number): Uint8Array {
  const found = new Uint8Array(bytes);
  // A pipe would make it wait for ever.
  if (!statOf(path)?.isFile()) return found.subarray(0, 0);
  const file = openSync(path, "r");
  try {
    return found.subarray(0, readSync(file, found, 0, bytes, 0));
  } finally {
    closeSync(file);
  }
}
