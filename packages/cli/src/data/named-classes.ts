import { dirname } from "node:path";
import { namesOfLabels } from "./class-file.ts";
import { readClassFile } from "./class-names.ts";
import { isFolder } from "./is-folder.ts";

/**
 * Names of classes by label, from `classes.json`, `classes.txt` or `labelmap.txt` beside masks or in the folder above; empty where there is no
 * such file.
 */
export async function namedClasses(masks: string): Promise<ReadonlyMap<number, string>> {
  const folder = isFolder(masks) ? masks : dirname(masks);
  for (const place of [folder, dirname(folder)]) {
    const found = await readClassFile(place);
    if (found.names) return namesOfLabels(found);
  }
  return new Map();
}
