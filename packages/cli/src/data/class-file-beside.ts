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

/** What class files say of masks: that beside them, and that of the folder above; {} where there is none. */
export async function classFilesBeside(files: FileSystem, masks: string): Promise<readonly ClassFile[]> {
  const [beside, above] = await classFolders(files, masks);
  return [await readClassFile(files, beside), await readClassFile(files, above)];
}

/** The first of class files that has names. A label to ignore may stand in another one. */
export function joinedClassFile(written: readonly ClassFile[]): ClassFile {
  const named = written.find(({ names }) => names) ?? written.at(-1) ?? {};
  const ignoring = written.find(({ ignore }) => ignore !== undefined);
  return { ...named, ...(ignoring && { ignore: ignoring.ignore! }) };
}
