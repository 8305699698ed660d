import { FORMATS, formatList, formatOf, stemOf } from "@segloss/io";
import { dataError, firstFew } from "./data-error.ts";
import type { FolderFiles } from "./folder-files.ts";
import { isAnnotationFile } from "./is-annotation-file.ts";

/** Beside masks that were predicted: a line of `sha256sum` for each of them. */
export const WRITTEN_MASKS = "predictions.sha256";

/** Files that stand beside masks and say things about them, or that systems leave behind. */
export const BESIDE_MASKS: readonly string[] = [
  "classes.json",
  "classes.txt",
  "labelmap.txt",
  "dataset.json",
  "zarr.json",
  WRITTEN_MASKS,
  "thumbs.db",
  "desktop.ini",
];

/** Extensions of files that are read together with another. */
const COMPANIONS: readonly string[] = FORMATS.flatMap(
  (format) => (format as { companions?: readonly string[] }).companions ?? [],
);

/** What is known of a folder's files besides their names. */
export interface FolderEntries {
  /** What a file pairs by; undefined for names that do not take part. Default: its stem. */
  readonly nameOf?: ((name: string) => string | undefined) | undefined;
  /** Paths of folders of objects, which count as files, by name. */
  readonly objects?: ReadonlyMap<string, string>;
  pathOf(name: string): string;
}

/**
 * Those of a folder's files that formats read, by the name that they pair by, and what else is there.
 *
 * @throws DataError where nothing is readable
 */
export function namedMasks(
  folder: string,
  names: readonly string[],
  { nameOf = maskStem, objects = new Map(), pathOf }: FolderEntries,
): FolderFiles {
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
      files.set(stem, objects.get(name) ?? pathOf(name));
      continue;
    }
    doubles.add(stem);
    problems.push(`${pathOf(name)}: ${other} has the same name and was taken; keep one of them`);
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
