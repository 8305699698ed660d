import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { formatOf, stemOf } from "@segloss/io";

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
export async function objectsOfImage(folder: string): Promise<ImageObjects | undefined> {
  const path = await masksFolder(folder);
  if (path === undefined) return undefined;
  const parent = dirname(resolve(path));
  const images = (await folders(parent)).find((name) => name.toLowerCase() === "images");
  if (images !== undefined && (await readable(join(parent, images))).length > 1) return undefined;
  const stems = (await readable(path)).map(stemOf);
  return stems.length === 0 ? undefined : { id: basename(parent), path, stems };
}

async function masksFolder(folder: string): Promise<string | undefined> {
  if (basename(resolve(folder)).toLowerCase() === "masks") return folder;
  if ((await readable(folder)).length > 0) return undefined;
  const masks = (await folders(folder)).find((name) => name.toLowerCase() === "masks");
  return masks === undefined ? undefined : join(folder, masks);
}

async function readable(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => !name.startsWith(".") && formatOf(name) !== undefined).sort();
}

async function folders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
