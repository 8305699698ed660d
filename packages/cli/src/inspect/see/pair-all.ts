import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { formatOf, stemOf } from "@segloss/io";
import { isDataError } from "../../data/data-error.ts";
import { type FolderFiles, listMasks } from "../../data/list-masks.ts";
import { problemsOf } from "../../data/listed-error.ts";
import { MASK_SUFFIXES } from "../../data/mask-suffixes.ts";
import type { PairPattern } from "../../data/pair-pattern.ts";
import { findPairs, type Pair } from "../../data/pairs.ts";

/** The pairs of a folder that are there, and a line for each file that belongs to none. */
export interface AllPairs {
  readonly pairs: readonly Pair[];
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Finds images and masks as `findPairs` does; where some files do not pair, the others are there nevertheless.
 *
 * @throws DataError where the folder has no known layout
 */
export async function pairAll(folder: string, pattern?: PairPattern): Promise<AllPairs> {
  try {
    return { ...(await findPairs(folder, pattern)), problems: [] };
  } catch (error) {
    if (!isDataError(error)) throw error;
    const problems = problemsOf(error).length > 0 ? problemsOf(error) : [error.message];
    const rest = pattern ? undefined : await pairRest(folder);
    if (!rest) throw error;
    return { ...rest, problems: rest.problems.length > 0 ? rest.problems : problems };
  }
}

/** Folders of images and of masks, the first that are there. */
const FOLDERS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:images?|imgs)$/i, /^(?:masks?|labels)$/i],
  [/^imagestr$/i, /^labelstr$/i],
  [/^jpegimages$/i, /^segmentationclass$/i],
];

async function pairRest(folder: string): Promise<AllPairs | undefined> {
  const names = await readdir(folder).catch(() => []);
  for (const [images, masks] of FOLDERS) {
    const [first, second] = [images, masks].map((like) => names.find((name) => like.test(name)));
    if (first && second) return pairFolders(folder, join(folder, first), join(folder, second));
  }
  return pairFlat(folder, names);
}

async function pairFolders(folder: string, images: string, masks: string): Promise<AllPairs> {
  const [left, right] = [await filesOf(images), await filesOf(masks)];
  const maskOf = (stem: string) =>
    ["", ...MASK_SUFFIXES].map((suffix) => stem + suffix).find((name) => right.files.has(name));
  const pairs: Pair[] = [];
  const problems = [...left.problems, ...right.problems];
  const taken = new Set<string>();
  for (const [stem, image] of left.files) {
    const mask = maskOf(stem);
    if (mask === undefined) problems.push(`${folder}: image ${stem} has no mask`);
    else pairs.push({ stem, image, mask: right.files.get(mask)! });
    if (mask !== undefined) taken.add(mask);
  }
  for (const stem of right.files.keys())
    if (!taken.has(stem)) problems.push(`${folder}: mask ${stem} has no image`);
  return { pairs, problems, notes: [...left.notes, ...right.notes] };
}

/** A folder without a readable file is one without files. */
async function filesOf(folder: string): Promise<FolderFiles> {
  try {
    return await listMasks(folder);
  } catch (error) {
    if (!isDataError(error)) throw error;
    return { files: new Map(), problems: [error.message], doubles: [], notes: [] };
  }
}

/** `NAME` and `NAME_mask` in one folder. */
async function pairFlat(folder: string, names: readonly string[]): Promise<AllPairs | undefined> {
  const readable = names.filter((name) => !name.startsWith(".") && formatOf(name)).sort();
  const byStem = new Map(readable.map((name) => [stemOf(name), name]));
  const pairs = readable.flatMap((image): Pair[] => {
    const stem = stemOf(image);
    const suffix = MASK_SUFFIXES.find((one) => byStem.has(stem + one));
    const mask = suffix && byStem.get(stem + suffix);
    return mask ? [{ stem, image: join(folder, image), mask: join(folder, mask) }] : [];
  });
  if (pairs.length === 0) return undefined;
  const taken = new Set(pairs.flatMap(({ image, mask }) => [image, mask]));
  const left = readable.map((name) => join(folder, name)).filter((path) => !taken.has(path));
  const isFile = await Promise.all(left.map(async (path) => (await stat(path)).isFile()));
  const problems = left.filter((_, k) => isFile[k]).map((path) => `${path}: it pairs with no other file`);
  return { pairs, problems, notes: [] };
}
