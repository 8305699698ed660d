import type { ClassFile } from "./class-file.ts";
import { readClassFile } from "./class-names.ts";
import type { FileSystem } from "./files/file-system.ts";

/** What `classes.json`, `classes.txt` or `labelmap.txt` says beside masks or in the folder above; {} where there is no such file. */
export async function classFileBeside(files: FileSystem, masks: string): Promise<ClassFile> {
  const isFolder = (await files.kindOf(masks)) === "folder";
  const folder = isFolder ? masks : files.dirname(masks);
  for (const place of [folder, files.dirname(folder)]) {
    const found = await readClassFile(files, place);
    if (found.names) return found;
  }
  return {};
}
