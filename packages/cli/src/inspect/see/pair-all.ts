import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { formatOf, stemOf } from "@segloss/io";
import { isDataError } from "../../data/data-error.ts";
import { DISK } from "../../data/files/disk.ts";
import type { FolderFiles } from "../../data/folder-files.ts";
import { listMasks } from "../../data/list-masks.ts";
import { problemsOf } from "../../data/listed-error.ts";
import { MASK_SUFFIXES } from "../../data/mask-suffixes.ts";
import type { Pair } from "../../data/pair.ts";
import { idOf, type PairPattern } from "../../data/pair-pattern.ts";
import { findPairs } from "../../data/pairs.ts";

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
    return { ...(await findPairs(DISK, folder, pattern)), problems: [] };
  } catch (error) {
    if (!isDataError(error)) throw error;
    const problems = problemsOf(error).length > 0 ? problemsOf(error) : [error.message];
    const rest = await pairRest(folder, pattern);
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

async function pairRest(folder: string, pattern?: PairPattern): Promise<AllPairs | undefined> {
  const names = await readdir(folder).catch(() => []);
  for (const [images, masks] of FOLDERS) {
    const [first, second] = [images, masks].map((like) => names.find((name) => like.test(name)));
    if (first && second) return pairFolders(folder, join(folder, first), join(folder, second), pattern);
  }
  return pattern ? undefined : pairFlat(folder, names);
}

async function pairFolders(
  folder: string,
  images: string,
  masks: string,
  pattern?: PairPattern,
): Promise<AllPairs> {
  const [left, right] = await bothSides(images, masks, pattern);
  const named = pattern ? [""] : ["", ...MASK_SUFFIXES];
  const maskOf = (stem: string) =>
    named.map((suffix) => stem + suffix).find((name) => right.files.has(name)) ?? caseOf(stem);
  /** nnU-Net numbers the channels of an image. */
  const caseOf = (stem: string) => {
    const name = /^(.+)_\d{4}$/.exec(stem)?.[1];
    return !pattern && name !== undefined && right.files.has(name) ? name : undefined;
  };
  const imagesOf = new Map<string, [stem: string, path: string][]>();
  const problems = [...left.problems, ...right.problems];
  for (const [stem, image] of left.files) {
    const mask = maskOf(stem);
    if (mask === undefined) problems.push(`${folder}: image ${stem} has no mask`);
    else imagesOf.set(mask, [...(imagesOf.get(mask) ?? []), [stem, image]]);
  }
  for (const stem of right.files.keys())
    if (!imagesOf.has(stem)) problems.push(`${folder}: mask ${stem} has no image`);
  const pairs = [...imagesOf].map(([name, parts]): Pair => {
    const paths = parts.map(([, path]) => path);
    const stem = caseOf(parts[0][0]) ?? parts[0][0];
    return {
      stem,
      image: paths[0],
      mask: right.files.get(name)!,
      ...(paths.length > 1 && { channels: paths }),
    };
  });
  return { pairs, problems, notes: [...left.notes, ...right.notes] };
}

/** Files of both folders by what they pair by; of the two sides of a pattern whichever way round pairs more. */
async function bothSides(
  images: string,
  masks: string,
  pattern?: PairPattern,
): Promise<[FolderFiles, FolderFiles]> {
  if (!pattern) return [await filesOf(images), await filesOf(masks)];
  const { first, second } = pattern;
  const ways = await Promise.all(
    [
      [second, first],
      [first, second],
    ].map(
      async ([image, mask]): Promise<[FolderFiles, FolderFiles]> => [
        await filesOf(images, (name) => idOf(name, image)),
        await filesOf(masks, (name) => idOf(name, mask)),
      ],
    ),
  );
  const pairing = ([left, right]: [FolderFiles, FolderFiles]) =>
    [...left.files.keys()].filter((id) => right.files.has(id)).length;
  return pairing(ways[1]) > pairing(ways[0]) ? ways[1] : ways[0];
}

/** A folder without a readable file is one without files. */
async function filesOf(folder: string, nameOf?: (name: string) => string | undefined): Promise<FolderFiles> {
  try {
    return await listMasks(DISK, folder, nameOf);
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
