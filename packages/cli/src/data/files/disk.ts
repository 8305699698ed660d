import { closeSync, opendirSync, openSync, readFileSync, readSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { fileSource } from "../read-file.ts";
import type { FileSystem, FolderEntry } from "./file-system.ts";

/** The files of this machine, looked at at once: of many small ones, waiting takes longer than reading. */
export const DISK: FileSystem = {
  ...{ join, dirname, basename, resolve, sep, head },
  kindOf: (path) => {
    const found = statOf(path);
    if (found?.isDirectory()) return "folder";
    return found && "file";
  },
  list,
  text: (path) => readFileSync(path, "utf8"),
  source: (path) => fileSource(path),
};

/** Entries that are asked for at a time. */
const AT_A_TIME = 256;

/**
 * Entry by entry: of a hundred thousand, what the host says of each would be most of the memory of scoring them. In order, as no host
 * promises: which of `masks` and `Masks` is taken must not depend on the disk.
 */
function list(path: string): FolderEntry[] {
  const folder = opendirSync(path, { bufferSize: AT_A_TIME });
  try {
    const entries: FolderEntry[] = [];
    for (let entry = folder.readSync(); entry; entry = folder.readSync())
      entries.push({ name: entry.name, isFolder: entry.isDirectory() });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } finally {
    folder.closeSync();
  }
}

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
