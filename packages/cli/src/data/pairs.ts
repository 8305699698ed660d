import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { dataError } from "./data-error.ts";
import { DISK } from "./files/disk.ts";
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
export async function findPairs(folder: string, pattern?: PairPattern): Promise<Pairs> {
  const found = await listPairs(folder, pattern);
  if (found.fault) throw found.fault;
  return found;
}

/**
 * Images and masks of a folder that pair, and what does not.
 *
 * @throws DataError where there is no known layout
 */
export async function listPairs(folder: string, pattern?: PairPattern): Promise<Pairs> {
  const entries = await list(folder);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const layout = layoutOf(folders);
  if (layout) return pairFolders(join(folder, layout.images), join(folder, layout.masks), folder, pattern);
  const objects = await objectPairs(folder, folders);
  if (objects) return objects;
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const flat = flatPairs(folder, names, (name) => join(folder, name), pattern);
  if (flat) return flat;
  throw dataError(`${join(folder, "images")}: no such folder; ${LAYOUT}`);
}

async function list(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw dataError(`${folder}: no such folder; ${LAYOUT}`, cause);
  }
}

async function pairFolders(
  imageFolder: string,
  maskFolder: string,
  folder: string,
  pattern?: PairPattern,
): Promise<Pairs> {
  await Promise.all([imageFolder, maskFolder].map(list));
  const naming = pattern ? await namingOf(imageFolder, maskFolder, pattern) : undefined;
  const images = await listMasks(DISK, imageFolder, naming?.image);
  const masks = await listMasks(DISK, maskFolder, naming?.mask);
  return pairNamed(folder, images, masks, pattern);
}

/** Which side of a pattern images have: whichever fits files of both folders. */
async function namingOf(imageFolder: string, maskFolder: string, { first, second }: PairPattern) {
  const [imageNames, maskNames] = [await readdir(imageFolder), await readdir(maskFolder)];
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
