import type { ClassFile } from "./class-file.ts";
import { readClassFile } from "./class-names.ts";
import type { FileSystem } from "./files/file-system.ts";

/**
 * What `classes.json`, `classes.txt` or `labelmap.txt` says beside masks or in the folder above, the first that has names; {} where there is
 * no such file. A label to ignore may stand in the other one.
 */
export async function classFileBeside(files: FileSystem, masks: string): Promise<ClassFile> {
  const isFolder = (await files.kindOf(masks)) === "folder";
  const folder = isFolder ? masks : files.dirname(masks);
  const [own, above] = [
    await readClassFile(files, folder),
    await readClassFile(files, files.dirname(folder)),
  ];
  const ignore = own.ignore ?? above.ignore;
  return { ...(own.names ? own : above), ...(ignore !== undefined && { ignore }) };
}
