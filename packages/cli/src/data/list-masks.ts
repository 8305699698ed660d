import { readdirSync } from "node:fs";
import { join } from "node:path";
import { formatOf } from "@segloss/io";
import type { FolderFiles } from "./folder-files.ts";
import { namedMasks } from "./named-masks.ts";
import { namesIn } from "./names-in.ts";

/**
 * Files of a folder that formats read, and what else is there. Folders of objects (`ID/masks/`) count as files.
 *
 * @param nameOf what a file pairs by; undefined for names that do not take part. Default: its stem
 * @throws DataError where nothing is readable
 */
export async function listMasks(
  folder: string,
  nameOf?: (name: string) => string | undefined,
): Promise<FolderFiles> {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith("."));
  const objects = objectFolders(
    folder,
    entries.filter((entry) => entry.isDirectory()),
  );
  const names = entries
    .filter((entry) => !entry.isDirectory() || formatOf(entry.name))
    .map(({ name }) => name);
  return namedMasks(folder, names, { nameOf, objects, pathOf: (name) => join(folder, name) });
}

/** Folders `ID` with one file per object in `ID/masks`, by name. */
function objectFolders(folder: string, entries: readonly { readonly name: string }[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name } of entries) {
    const masks = namesIn(join(folder, name)).find((entry) => entry.toLowerCase() === "masks");
    if (masks) found.set(name, join(folder, name, masks));
  }
  return found;
}
