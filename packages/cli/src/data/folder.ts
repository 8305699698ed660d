import { annotatedFolder } from "./annotated/annotated-folder.ts";
import type { DataSet } from "./data-set.ts";
import { DISK } from "./files/disk.ts";
import { findPairs } from "./pairs.ts";
import { type FolderOptions, readFolder } from "./read-folder.ts";
import { memoryShelf } from "./store/memory-shelf.ts";
import { sourceOf } from "./store/source-of.ts";

export type { FolderOptions } from "./read-folder.ts";

/**
 * Reads images and masks of a folder whole into memory. Volumes and stacks become one sample per slice, which share a
 * group. Errors name the files, all of them, and the remedy.
 */
export async function openFolder(folder: string, options: FolderOptions = {}): Promise<DataSet> {
  // Names are looked at before anything is read.
  if (options.pairs || !(await annotatedFolder(DISK, folder))) await findPairs(DISK, folder, options.pairs);
  const pixels = memoryShelf();
  const { set } = await readFolder(DISK, folder, options, { pixels, labels: memoryShelf() });
  const source = sourceOf(set, pixels);
  const { name, classes, channels, ignore, notes, validationGroups } = set;
  const images = set.images.map((_, image) => source.sample(image));
  return {
    name,
    classes,
    channels,
    images,
    notes,
    ...(ignore !== undefined && { ignore }),
    ...(validationGroups && { validationGroups }),
  };
}
