import { realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";

/**
 * The file that a path of an address means, if it lies inside of a folder: links are followed first, so that none leads out. Hidden files,
 * `..` and what is no file are as good as not there.
 *
 * @param folder whose files may be read
 * @param path below it, with / between, decoded
 */
export async function fileInside(folder: string, path: string): Promise<string | undefined> {
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part.startsWith(".") || /[\\\0]/.test(part))) return undefined;
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) return undefined;
  const file = await realpath(join(root, ...parts)).catch(() => undefined);
  if (file === undefined || !file.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined;
  return (await stat(file)).isFile() ? file : undefined;
}
