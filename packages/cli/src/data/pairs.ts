import { formatOf } from "@segloss/io";
import { dataError } from "./data-error.ts";
import type { FileSystem, FolderEntry } from "./files/file-system.ts";
import { namesIn } from "./files/names-in.ts";
import { flatPairs } from "./flat-pairs.ts";
import { LAYOUT, layoutOf } from "./layouts.ts";
import { listMasks } from "./list-masks.ts";
import { objectPairs } from "./object-pairs.ts";
import type { Pairs } from "./pair.ts";
import { pairNamed } from "./pair-named.ts";
import { idOf, type NamePattern, type PairPattern, patternText } from "./pair-pattern.ts";

/**
 * Finds images and masks in a folder.
 *
 * @throws DataError where there is no known layout, or files do not pair; all that do not are listed
 */
export async function findPairs(fs: FileSystem, folder: string, pattern?: PairPattern): Promise<Pairs> {
  const found = await listPairs(fs, folder, pattern);
  if (found.fault) throw found.fault;
  return found;
}

/**
 * Images and masks of a folder that pair, and what does not.
 *
 * @throws DataError where there is no known layout
 */
export async function listPairs(fs: FileSystem, folder: string, pattern?: PairPattern): Promise<Pairs> {
  const entries = await list(fs, folder);
  const folders = entries.filter(({ isFolder }) => isFolder).map(({ name }) => name);
  const layout = layoutOf(folders);
  if (layout)
    return pairFolders(fs, fs.join(folder, layout.images), fs.join(folder, layout.masks), folder, pattern);
  const objects = await objectPairs(fs, folder, folders);
  if (objects) return objects;
  const names = entries.filter(({ isFolder }) => !isFolder).map(({ name }) => name);
  const flat = flatPairs(folder, names, (name) => fs.join(folder, name), pattern);
  if (flat) return flat;
  const loose = names.filter((name) => !name.startsWith(".") && formatOf(name)).length;
  if (loose > 0)
    throw dataError(`${folder}: ${loose} image ${loose === 1 ? "file" : "files"} without masks; ${LAYOUT}`);
  throw dataError(`${fs.join(folder, "images")}: no such folder; ${LAYOUT}`);
}

async function list(fs: FileSystem, folder: string): Promise<readonly FolderEntry[]> {
  try {
    return await fs.list(folder);
  } catch (cause) {
    throw dataError(`${folder}: no such folder; ${LAYOUT}`, cause);
  }
}

async function pairFolders(
  fs: FileSystem,
  imageFolder: string,
  maskFolder: string,
  folder: string,
  pattern?: PairPattern,
): Promise<Pairs> {
  await Promise.all([imageFolder, maskFolder].map((one) => list(fs, one)));
  const naming = pattern ? await namingOf(fs, imageFolder, maskFolder, pattern) : undefined;
  const images = await listMasks(fs, imageFolder, naming?.image);
  const masks = await listMasks(fs, maskFolder, naming?.mask);
  return pairNamed(folder, images, masks, pattern);
}

/** Which side of a pattern images have: whichever fits files of both folders. */
async function namingOf(
  fs: FileSystem,
  imageFolder: string,
  maskFolder: string,
  { first, second }: PairPattern,
) {
  const [imageNames, maskNames] = [await namesIn(fs, imageFolder), await namesIn(fs, maskFolder)];
  const fits = (names: readonly string[], pattern: NamePattern) =>
    names.some((name) => idOf(name, pattern) !== undefined);
  const straight = fits(imageNames, first) && fits(maskNames, second);
  const [image, mask] = straight ? [first, second] : [second, first];
  if (!fits(imageNames, image) || !fits(maskNames, mask))
    throw dataError(
      `${imageFolder} and ${maskFolder}: no two files pair by ${patternText(first)}=${patternText(second)}`,
    );
  return { image: (name: string) => idOf(name, image), mask: (name: string) => idOf(name, mask) };
}
