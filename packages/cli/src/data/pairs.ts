import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { dataError, firstFew } from "./data-error.ts";
import { DISK } from "./files/disk.ts";

import { flatPairs } from "./flat-pairs.ts";
import type { FolderFiles } from "./folder-files.ts";
import { listMasks } from "./list-masks.ts";
import { listedError, severalOnly } from "./listed-error.ts";
import { MASK_SUFFIXES } from "./mask-suffixes.ts";
import { objectPairs } from "./object-pairs.ts";
import type { Pair, Pairs } from "./pair.ts";
import { idOf, type NamePattern, type PairPattern, patternText } from "./pair-pattern.ts";

/** Names of folders that hold images and their masks, in any case, the first that are there. */
const LAYOUTS: readonly { readonly images: string; readonly masks: string }[] = [
  { images: "images", masks: "masks" },
  { images: "images", masks: "labels" },
  { images: "image", masks: "mask" },
  { images: "imgs", masks: "masks" },
  { images: "imagestr", masks: "labelstr" },
  { images: "jpegimages", masks: "segmentationclass" },
];

const LAYOUT =
  "a data set is a folder with images/ and masks/, paired by file name; or images/ and labels/, imagesTr/ and labelsTr/, a folder with NAME and NAME_mask, or folders ID/images and ID/masks; or images with annotations (COCO, YOLO, LabelMe, CVAT, Label Studio)";

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
  const flat = flatPairs(folder, names, pattern);
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

function layoutOf(folders: readonly string[]): { images: string; masks: string } | undefined {
  for (const { images, masks } of LAYOUTS) {
    const found = [images, masks].map((name) => folders.find((one) => one.toLowerCase() === name));
    if (found[0] && found[1]) return { images: found[0], masks: found[1] };
  }
  // One of them alone is worth a word about the other.
  const images = folders.find((one) => one.toLowerCase() === "images");
  return images ? { images, masks: "masks" } : undefined;
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
  const channels = naming ? undefined : channelFiles(images.files, masks.files);
  const imageFiles = channels ? new Map([...channels].map(([stem, [first]]) => [stem, first])) : images.files;
  const maskFiles = naming ? masks.files : withoutSuffix(masks.files, imageFiles);
  const unclear = new Set(
    [images, masks].flatMap(({ doubles, files }) => doubles.map((stem) => files.get(stem))),
  );
  const pairs = [...imageFiles].flatMap(([stem, image]): Pair[] => {
    const [mask, parts = [image]] = [maskFiles.get(stem), channels?.get(stem)];
    if (!mask || [mask, ...parts].some((path) => unclear.has(path))) return [];
    return [{ stem, image, mask, ...(parts.length > 1 && { channels: parts }) }];
  });
  const doubles = doubleFiles(folder, images, masks);
  const lonely = lonelyFiles(folder, imageFiles, maskFiles, naming ? pattern : undefined);
  const fault = doubles.fault ?? lonely.fault;
  return {
    pairs,
    notes: [...images.notes, ...masks.notes],
    problems: [...doubles.problems, ...lonely.problems],
    ...(fault && { fault }),
  };
}

type Faults = Required<Pick<Pairs, "problems">> & Pick<Pairs, "fault">;

function doubleFiles(folder: string, ...folders: readonly FolderFiles[]): Faults {
  const doubles = folders.flatMap((one) => one.doubles);
  const problems = folders.flatMap((one) => one.problems);
  if (doubles.length === 0) return { problems: [] };
  return {
    problems: problems.map((message) => ({ file: message.slice(0, message.indexOf(": ")), message })),
    fault: listedError(
      `${folder}: two files are called ${firstFew(doubles)}; keep one of each`,
      severalOnly(problems),
    ),
  };
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

/** nnU-Net numbers the channels of an image: `case_0000`, `case_0001` belong to the mask `case`. */
function channelFiles(
  images: ReadonlyMap<string, string>,
  masks: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly string[]> | undefined {
  const channels = new Map<string, string[]>();
  for (const [stem, path] of images) {
    const match = /^(.+)_\d{4}$/.exec(stem);
    if (!match || !masks.has(match[1])) return undefined;
    channels.set(match[1], [...(channels.get(match[1]) ?? []), path]);
  }
  return channels;
}

/** Masks called `NAME_mask` beside images `NAME`, where all are; else as they are called. */
function withoutSuffix(
  masks: ReadonlyMap<string, string>,
  images: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  for (const suffix of MASK_SUFFIXES) {
    const stems = [...masks.keys()];
    if (stems.every((stem) => stem.endsWith(suffix) && images.has(stem.slice(0, -suffix.length))))
      return new Map([...masks].map(([stem, path]) => [stem.slice(0, -suffix.length), path]));
  }
  return masks;
}

function lonelyFiles(
  folder: string,
  images: ReadonlyMap<string, string>,
  masks: ReadonlyMap<string, string>,
  pattern?: PairPattern,
): Faults {
  const unmasked = [...images.keys()].filter((stem) => !masks.has(stem));
  const unpictured = [...masks.keys()].filter((stem) => !images.has(stem));
  if (unmasked.length + unpictured.length === 0) return { problems: [] };
  const both = unmasked.length > 0 && unpictured.length > 0 ? "; " : "";
  const rule = pattern
    ? `They pair by ${patternText(pattern.first)}=${patternText(pattern.second)}`
    : 'A mask has the file name of its image, the extension may differ; other names pair with --pairs, such as "{id}_seg.png={id}.png"';
  const problems = [
    ...unmasked.map((stem) => ({ file: images.get(stem)!, message: `${folder}: image ${stem} has no mask` })),
    ...unpictured.map((stem) => ({
      file: masks.get(stem)!,
      message: `${folder}: mask ${stem} has no image`,
    })),
  ];
  const fault = listedError(
    `${folder}: images/ and masks/ do not pair: ${lacking(unmasked, "image", "mask")}${both}${lacking(unpictured, "mask", "image")}. ${rule}`,
    severalOnly(problems.map(({ message }) => message)),
  );
  return { problems, fault };
}

/** `2 images without a mask (a, b)`, or nothing. */
function lacking(stems: readonly string[], has: string, lacks: string): string {
  if (stems.length === 0) return "";
  const article = lacks === "image" ? "an" : "a";
  return `${stems.length} ${has}${stems.length > 1 ? "s" : ""} without ${article} ${lacks} (${firstFew(stems)})`;
}
