import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { dataError } from "../../data/data-error.ts";
import { GROUPS_FILE, parseGroups } from "./parse-groups.ts";

/** The group of each image name as `groups.csv` of a folder states it; undefined where there is no such file. */
export async function readGroups(folder: string): Promise<ReadonlyMap<string, string> | undefined> {
  const path = join(folder, GROUPS_FILE);
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT" || cause.code === "ENOTDIR") return undefined;
    throw dataError(`${path}: cannot be opened (${cause.code})`, cause);
  });
  return text === undefined ? undefined : parseGroups(text, path);
}
