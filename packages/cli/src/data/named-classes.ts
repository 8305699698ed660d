import { namesOfLabels } from "./class-file.ts";
import { readClassFile } from "./class-names.ts";
import type { FileSystem } from "./files/file-system.ts";

/**
 * Names of classes by label, from `classes.json`, `classes.txt` or `labelmap.txt` beside masks or in the folder above; empty where there is no
 * such file.
 */
export async function namedClasses(files: FileSystem, masks: string): Promise<ReadonlyMap<number, string>> {
  const isFolder = (await files.kindOf(masks)) === "folder";
  const folder = isFolder ? masks : files.dirname(masks);
  for (const place of [folder, files.dirname(folder)]) {
    const found = await readClassFile(files, place);
    if (found.names) return namesOfLabels(found);
  }
  return new Map();
}
