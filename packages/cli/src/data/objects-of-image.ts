import { readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { formatOf, stemOf } from "@segloss/io";
import { namesIn } from "./names-in.ts";

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
  const path = masksFolder(folder);
  if (path === undefined) return undefined;
  const parent = dirname(resolve(path));
  const images = folders(parent).find((name) => name.toLowerCase() === "images");
  if (images !== undefined && readable(join(parent, images)).length > 1) return undefined;
  const stems = readable(path).map(stemOf);
  return stems.length === 0 ? undefined : { id: basename(parent), path, stems };
}

function masksFolder(folder: string): string | undefined {
  if (basename(resolve(folder)).toLowerCase() === "masks") return folder;
  if (readable(folder).length > 0) return undefined;
  const masks = folders(folder).find((name) => name.toLowerCase() === "masks");
  return masks === undefined ? undefined : join(folder, masks);
}

function readable(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => !name.startsWith(".") && formatOf(name) !== undefined)
    .sort();
}

function folders(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}
