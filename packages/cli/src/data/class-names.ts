import { type ClassFile, classFileFrom } from "./class-file.ts";
import { dataError } from "./data-error.ts";
import type { FileSystem } from "./files/file-system.ts";

/** Reads `classes.json`, `classes.txt` or `labelmap.txt` of a folder; {} without. */
export async function readClassFile(files: FileSystem, folder: string): Promise<ClassFile> {
  const pathOf = (name: string) => files.join(folder, name);
  return classFileFrom((name) => readOptional(files, pathOf(name)), pathOf);
}

async function readOptional(files: FileSystem, path: string): Promise<string | undefined> {
  try {
    // Mostly it is not there, and an error costs more than asking.
    if (!(await files.kindOf(path))) return undefined;
    return await files.text(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw dataError(`${path}: cannot be opened (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
}
