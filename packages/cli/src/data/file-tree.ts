import type { FileSystem } from "./files/file-system.ts";

/** Folders below the one given that are looked into. */
const LEVELS = 3;

/**
 * Paths of the files of a folder and of those below it, relative to it, with `/` between, in order; hidden ones left out.
 *
 * @param enters which folders directly below it are looked into. Default: all
 */
export async function fileTree(
  fs: FileSystem,
  folder: string,
  enters: (name: string) => boolean = () => true,
): Promise<readonly string[]> {
  const found: string[] = [];
  const look = async (below: string, level: number): Promise<void> => {
    const entries = await fs.list(fs.join(folder, below));
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      // A link may lead to a folder.
      const isFolder = entry.isFolder || (await fs.kindOf(fs.join(folder, path))) === "folder";
      const isImage = /\.zarr$/i.test(entry.name);
      if (!isFolder || isImage) found.push(path);
      else if (level < LEVELS && (level > 0 || enters(entry.name))) await look(path, level + 1);
    }
  };
  await look("", 0);
  return found.sort();
}
