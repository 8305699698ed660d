import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type ClassFile, classFileFrom } from "./class-file.ts";
import { dataError } from "./data-error.ts";

/** Reads `classes.json`, `classes.txt` or `labelmap.txt` of a folder; {} without. */
export async function readClassFile(folder: string): Promise<ClassFile> {
  const pathOf = (name: string) => join(folder, name);
  return classFileFrom((name) => readOptional(pathOf(name)), pathOf);
}

async function readOptional(path: string): Promise<string | undefined> {
  try {
    // Mostly it is not there, and an error costs more than asking.
    if (!statSync(path, { throwIfNoEntry: false })) return undefined;
    return readFileSync(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw dataError(`${path}: cannot be opened (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
}
