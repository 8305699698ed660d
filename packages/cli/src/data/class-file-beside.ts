import type { ClassFile } from "./class-file.ts";
import { readClassFile } from "./class-names.ts";
import type { FileSystem } from "./files/file-system.ts";

/** Folders in which a class file of masks may lie: beside them, and the one above. */
export async function classFolders(
  files: FileSystem,
  masks: string,
): Promise<readonly [beside: string, above: string]> {
  const folder = (await files.kindOf(masks)) === "folder" ? masks : files.dirname(masks);
  return [folder, files.dirname(folder)];
}

/**
 * What `classes.json`, `classes.txt` or `labelmap.txt` says beside masks or in the folder above, the first that has names; {} where there is
 * no such file. A label to ignore may stand in the other one.
 */
export async function classFileBeside(files: FileSystem, masks: string): Promise<ClassFile> {
  const [beside, above] = await classFolders(files, masks);
  const [own, other] = [await readClassFile(files, beside), await readClassFile(files, above)];
  const ignore = own.ignore ?? other.ignore;
  return { ...(own.names ? own : other), ...(ignore !== undefined && { ignore }) };
}
