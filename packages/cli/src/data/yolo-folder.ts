import { formatOf, stemOf } from "@segloss/io";
import { firstFew } from "./data-error.ts";
import type { FileSystem } from "./files/file-system.ts";
import { namesIn } from "./files/names-in.ts";
import { textOrNone } from "./files/text-or-none.ts";
import type { FolderFiles } from "./folder-files.ts";
import { isAnnotationFile } from "./is-annotation-file.ts";
import { labelStem } from "./yolo-file.ts";

/** Texts that stand beside label files and are none. */
const NO_LABELS = /^(classes|labelmap|train|val|test|readme.*|license|requirements|labels?\.cache)\.txt$/i;

/** Whether a file name is that of labels. */
export function isLabelName(name: string): boolean {
  return /\.txt$/i.test(name) && !name.startsWith(".") && !NO_LABELS.test(name);
}

/**
 * The folder of YOLO's label files that a path means: itself, with or without its images in it, or its `labels/`; undefined for a
 * folder of masks.
 */
export async function yoloFolder(files: FileSystem, path: string): Promise<string | undefined> {
  const names = await namesIn(files, path);
  const labels = new Set(names.filter(isLabelName).map(labelStem));
  const pictures = names.filter((name) => formatOf(name));
  if (labels.size > 0 && pictures.every((name) => labels.has(stemOf(name))))
    return (await holdsLabels(files, path, names)) ? path : undefined;
  if (pictures.length > 0 || names.some(isAnnotationFile)) return undefined;
  const below = names.find((name) => name.toLowerCase() === "labels");
  if (!below) return undefined;
  const folder = files.join(path, below);
  return (await holdsLabels(files, folder, await namesIn(files, folder))) ? folder : undefined;
}

/** Files that are looked into before a folder is believed to hold other texts. */
const LOOKED_AT = 8;

/** Whether texts are labels: numbers, or in `labels/` nothing at all where there is no object. */
export async function holdsLabels(
  files: FileSystem,
  folder: string,
  names: readonly string[],
): Promise<boolean> {
  const looked = names.filter(isLabelName).sort().slice(0, LOOKED_AT);
  const texts = await Promise.all(looked.map((name) => textOrNone(files, files.join(folder, name))));
  const spoken = texts.filter((text) => text.trim() !== "");
  if (spoken.length === 0)
    return looked.length > 0 && /(^|[\\/])labels([\\/]|$)/i.test(files.resolve(folder));
  return spoken.some((text) => /^\s*\d+\s+[-+.\d]/.test(text));
}

/** The label files of such a folder. */
export async function listLabels(
  { list, join }: FileSystem,
  folder: string,
  nameOf: (name: string) => string | undefined = labelStem,
): Promise<FolderFiles> {
  const names = (await list(folder))
    .map(({ name }) => name)
    .filter(isLabelName)
    .sort();
  const files = names.flatMap((name) => {
    const stem = nameOf(name);
    return stem === undefined ? [] : [[stem, join(folder, name)] as const];
  });
  return { files: new Map(files), problems: [], doubles: [], notes: [] };
}

/**
 * The files of one side with those that YOLO leaves out because their images have no object, where the other side has such images.
 *
 * @param folder of label files; undefined where this side is none
 */
export function withEmptyLabels(
  { join }: FileSystem,
  own: FolderFiles,
  folder: string | undefined,
  other: FolderFiles,
): FolderFiles {
  const lacking = [...other.files.keys()].filter((stem) => !own.files.has(stem));
  // Where nothing pairs, names are the matter and not objects.
  if (!folder || lacking.length === 0 || lacking.length === other.files.size) return own;
  const files = new Map([
    ...own.files,
    ...lacking.map((stem) => [stem, join(folder, `${stem}.txt`)] as const),
  ]);
  const list = lacking.length === 1 ? "1 image has" : `${lacking.length} images have`;
  const note = `${folder}: ${list} no label file (${firstFew(lacking)}), which means no object`;
  return { ...own, files, notes: [...own.notes, note] };
}
