import { formatOf } from "@segloss/io";
import { dataError, firstFew, isDataError } from "./data-error.ts";
import type { FileSystem } from "./files/file-system.ts";
import { namesIn } from "./files/names-in.ts";
import type { FolderFiles } from "./folder-files.ts";
import { namedMasks } from "./named-masks.ts";

/**
 * Files of a folder that formats read, and what else is there. Folders of objects (`ID/masks/`) count as files.
 *
 * @param nameOf what a file pairs by; undefined for names that do not take part. Default: its stem
 * @throws DataError where nothing is readable
 */
export async function listMasks(
  files: FileSystem,
  folder: string,
  nameOf?: (name: string) => string | undefined,
): Promise<FolderFiles> {
  const entries = (await files.list(folder)).filter(({ name }) => !name.startsWith("."));
  const objects = await objectFolders(
    files,
    folder,
    entries.filter(({ isFolder }) => isFolder),
  );
  const names = entries.filter(({ name, isFolder }) => !isFolder || formatOf(name)).map(({ name }) => name);
  // Joined once: of a hundred thousand paths all begin with the same string.
  const within = files.join(folder, "x").slice(0, -1);
  const passed = entries
    .filter(({ name, isFolder }) => isFolder && !objects.has(name) && !formatOf(name))
    .map(({ name }) => name)
    .sort();
  const unseen = passed.length === 0 ? [] : [unseenText(folder, passed)];
  try {
    const found = namedMasks(folder, names, { nameOf, objects, pathOf: (name) => within + name });
    return { ...found, notes: [...found.notes, ...unseen] };
  } catch (error) {
    throw isDataError(error) && unseen.length > 0 ? dataError(`${error.message}; ${unseen}`) : error;
  }
}

function unseenText(folder: string, names: readonly string[]): string {
  const what = names.length === 1 ? "1 folder in it is" : `${names.length} folders in it are`;
  return `${folder}: ${what} not looked into: ${firstFew(names)}`;
}

/** Folders `ID` with one file per object in `ID/masks`, by name. */
async function objectFolders(
  files: FileSystem,
  folder: string,
  entries: readonly { readonly name: string }[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { name } of entries) {
    const inside = await namesIn(files, files.join(folder, name));
    const masks = inside.find((entry) => entry.toLowerCase() === "masks");
    if (masks) found.set(name, files.join(folder, name, masks));
  }
  return found;
}
