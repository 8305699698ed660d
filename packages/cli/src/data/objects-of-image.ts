import { formatOf, stemOf } from "@segloss/io";
import { entriesIn } from "./files/entries-in.ts";
import type { FileSystem } from "./files/file-system.ts";
import { namesIn } from "./files/names-in.ts";

/** A folder with one file per object of one image. */
export interface ImageObjects {
  /** Name of the folder of the image. */
  readonly id: string;
  /** The folder of the objects. */
  readonly path: string;
  /** Names of the objects' files without extension. */
  readonly stems: readonly string[];
}

/**
 * The objects of one image, where a path is `ID/masks`, or `ID` with nothing else than such folders in it; undefined for other folders, also
 * for masks of several images beside the `images` they belong to.
 */
export async function objectsOfImage(files: FileSystem, folder: string): Promise<ImageObjects | undefined> {
  const { basename, dirname, join, resolve } = files;
  const path = await masksFolder(files, folder);
  if (path === undefined) return undefined;
  const parent = dirname(resolve(path));
  const images = (await folders(files, parent)).find((name) => name.toLowerCase() === "images");
  if (images !== undefined && (await readable(files, join(parent, images))).length > 1) return undefined;
  const stems = (await readable(files, path)).map(stemOf);
  return stems.length === 0 ? undefined : { id: basename(parent), path, stems };
}

async function masksFolder(files: FileSystem, folder: string): Promise<string | undefined> {
  if (files.basename(files.resolve(folder)).toLowerCase() === "masks") return folder;
  if ((await readable(files, folder)).length > 0) return undefined;
  const masks = (await folders(files, folder)).find((name) => name.toLowerCase() === "masks");
  return masks === undefined ? undefined : files.join(folder, masks);
}

async function readable(files: FileSystem, folder: string): Promise<string[]> {
  const names = await namesIn(files, folder);
  return names.filter((name) => !name.startsWith(".") && formatOf(name) !== undefined).sort();
}

async function folders(files: FileSystem, folder: string): Promise<string[]> {
  const entries = await entriesIn(files, folder);
  return entries.filter(({ isFolder }) => isFolder).map(({ name }) => name);
}
