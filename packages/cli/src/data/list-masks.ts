import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { FORMATS, formatList, formatOf, stemOf } from "@segloss/io";
import { isAnnotationFile } from "./annotation-file.ts";
import { dataError, firstFew } from "./data-error.ts";

/** A folder's files by the name that they pair by. */
export interface FolderFiles {
  /** Path of each stem, in order of name. */
  readonly files: ReadonlyMap<string, string>;
  /** One line for each file whose stem is taken. */
  readonly problems: readonly string[];
  /** Stems that more than one file has. */
  readonly doubles: readonly string[];
  /** One line about files that are not read, if there are any. */
  readonly notes: readonly string[];
}

/** Files that stand beside masks and say things about them, or that systems leave behind. */
export const BESIDE_MASKS: readonly string[] = [
  "classes.json",
  "classes.txt",
  "labelmap.txt",
  "dataset.json",
  "thumbs.db",
  "desktop.ini",
];

/** Extensions of files that are read together with another. */
const COMPANIONS: readonly string[] = FORMATS.flatMap(
  (format) => (format as { companions?: readonly string[] }).companions ?? [],
);

/**
 * Files of a folder that formats read, and what else is there. Folders of objects (`ID/masks/`) count as files.
 *
 * @param nameOf what a file pairs by; undefined for names that do not take part. Default: its stem
 * @throws DataError where nothing is readable
 */
export async function listMasks(
  folder: string,
  nameOf: (name: string) => string | undefined = maskStem,
): Promise<FolderFiles> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(
    ({ name }) => !name.startsWith("."),
  );
  const objects = await objectFolders(
    folder,
    entries.filter((entry) => entry.isDirectory()),
  );
  const names = entries
    .filter((entry) => !entry.isDirectory() || formatOf(entry.name))
    .map(({ name }) => name);
  const read = [...names.filter(isRead), ...objects.keys()].sort();
  const unread = names.filter((name) => !isRead(name) && !isBeside(name)).sort();
  if (read.length === 0)
    throw dataError(`${folder}: no readable file; expected ${formatList()}${unreadText(unread)}`);
  const files = new Map<string, string>();
  const problems: string[] = [];
  const doubles = new Set<string>();
  for (const name of read) {
    const stem = objects.has(name) ? name : nameOf(name);
    if (stem === undefined) continue;
    const other = files.get(stem);
    if (!other) {
      files.set(stem, objects.get(name) ?? join(folder, name));
      continue;
    }
    doubles.add(stem);
    problems.push(`${join(folder, name)}: ${other} has the same name and was taken; keep one of them`);
  }
  return {
    files,
    problems,
    doubles: [...doubles],
    notes: unread.length > 0 ? [`${folder}: ${unreadNote(unread)}`] : [],
  };
}

/** File name without its extension. */
function maskStem(name: string): string {
  return isAnnotationFile(name) ? name.replace(/\.\w+$/, "") : stemOf(name);
}

/** Masks, and annotations of one image each (LabelMe). */
function isRead(name: string): boolean {
  return formatOf(name) !== undefined || (isAnnotationFile(name) && !isBeside(name));
}

function isBeside(name: string): boolean {
  const lower = name.toLowerCase();
  return BESIDE_MASKS.includes(lower) || COMPANIONS.some((extension) => lower.endsWith(extension));
}

function unreadText(names: readonly string[]): string {
  return names.length > 0 ? `; it holds ${firstFew(names)}` : "";
}

function unreadNote(names: readonly string[]): string {
  const files =
    names.length === 1 ? "1 file is of a format that is" : `${names.length} files are of formats that are`;
  return `${files} not read: ${firstFew(names)}`;
}

/** Folders `ID` with one file per object in `ID/masks`, by name. */
async function objectFolders(
  folder: string,
  entries: readonly { readonly name: string }[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { name } of entries) {
    const inside = await readdir(join(folder, name)).catch(() => []);
    const masks = inside.find((entry) => entry.toLowerCase() === "masks");
    if (masks) found.set(name, join(folder, name, masks));
  }
  return found;
}
