import { formatOf, stemOf } from "@segloss/io";
import { annotatedImageOf, annotatedImages } from "../data/annotation-file.ts";
import { dataError } from "../data/data-error.ts";
import type { FileSystem } from "../data/files/file-system.ts";
import { namesIn } from "../data/files/names-in.ts";
import type { FolderFiles } from "../data/folder-files.ts";
import { isAnnotationFile } from "../data/is-annotation-file.ts";
import { listMasks } from "../data/list-masks.ts";
import { type ImageObjects, objectsOfImage } from "../data/objects-of-image.ts";
import { idOf, type NamePattern, type PairPattern, patternText } from "../data/pair-pattern.ts";
import { listLabels, withEmptyLabels, yoloFolder } from "../data/yolo-folder.ts";
import type { FilePair, FilePairs } from "./file-pair.ts";
import { nothingPairs, pairByName } from "./pair-by-name.ts";

/**
 * Pairs two files, or the files of two folders: by name without extension, or as a pattern says. Files of formats that are not read
 * are named.
 *
 * @throws DataError when a path is missing, one is a file and the other a folder, or nothing pairs
 */
export async function pairFiles(
  files: FileSystem,
  predicted: string,
  truth: string,
  pattern?: PairPattern,
): Promise<FilePairs> {
  const [a, b] = [await holdsMany(files, predicted), await holdsMany(files, truth)];
  if (a !== b) return aloneWith(files, a, predicted, truth);
  if (!a) return { pairs: [{ name: stemOf(truth), predicted, truth }], problems: [], notes: [] };
  if (!pattern)
    return (await withImageFolder(files, predicted, truth)) ?? pairFolders(files, predicted, truth);
  const pairs = await pairFolders(files, predicted, truth, pattern.first, pattern.second);
  // Whoever writes the truth first means the same.
  const swapped =
    pairs.pairs.length > 0
      ? pairs
      : await pairFolders(files, predicted, truth, pattern.second, pattern.first);
  if (swapped.pairs.length > 0) return swapped;
  throw dataError(
    `${predicted} and ${truth}: no two files pair by ${patternText(pattern.first)}=${patternText(pattern.second)}`,
  );
}

/** Folders of masks, and files of annotations; a folder that is one label image (OME-Zarr) is one mask. */
async function holdsMany(files: FileSystem, path: string): Promise<boolean> {
  const place = annotatedImageOf(path);
  const kind = await files.kindOf(place?.file ?? path);
  if (!kind) throw dataError(`${path}: no such file or folder; check the path`);
  if (kind !== "folder") return place?.image === "";
  if (formatOf(path)) return false;
  await refusePartOfZarr(files, path);
  return true;
}

/** Files that groups and arrays of Zarr have. */
const ZARR = ["zarr.json", ".zgroup", ".zarray"];

/** @throws DataError for a folder within an OME-Zarr, which is read as a whole */
async function refusePartOfZarr(files: FileSystem, path: string): Promise<void> {
  const whole = /^.*\.zarr(?=[\\/])/i.exec(path)?.[0];
  if (whole === undefined || !(await namesIn(files, path)).some((name) => ZARR.includes(name))) return;
  throw dataError(
    `${path}: it is part of an OME-Zarr; give ${whole}, and where it has several label images the name of one with --array`,
  );
}

/**
 * One mask beside a file of annotations of one image, which any name may have, or beside the folder of an image's objects.
 *
 * @throws DataError where there are many
 */
async function aloneWith(
  files: FileSystem,
  isPredicted: boolean,
  predicted: string,
  truth: string,
): Promise<FilePairs> {
  const [many, one] = isPredicted ? [predicted, truth] : [truth, predicted];
  const pairOf = (name: string, file: string): FilePair =>
    isPredicted ? { name, predicted: file, truth } : { name, predicted, truth: file };
  if (!isAnnotationFile(many)) {
    const objects = await objectsOfImage(files, many);
    if (objects && !objects.stems.includes(stemOf(one)))
      return { pairs: [pairOf(stemOf(truth), objects.path)], problems: [], notes: [objectsNote(objects)] };
    throw dataError(
      `${many} is a folder and ${one} is one file; give two files or two folders, or the folder of the objects of one image, ID/masks`,
    );
  }
  const [image, ...others] = (await annotatedImages(files, many, truth)).files.values();
  if (!image || others.length > 0)
    throw dataError(
      `${many} holds ${image ? others.length + 1 : 0} images and ${one} is one mask; give a folder of masks with the names of the images`,
    );
  return { pairs: [pairOf(stemOf(truth), image)], problems: [], notes: [] };
}

function objectsNote({ path, stems }: ImageObjects): string {
  return `${path}: it is taken for one image with one file per object (${stems.length})`;
}

/** Where one of the paths is the folder of an image, with its objects in a folder inside. */
async function withImageFolder(
  files: FileSystem,
  predicted: string,
  truth: string,
): Promise<FilePairs | undefined> {
  for (const path of [predicted, truth]) {
    const objects = isAnnotationFile(path) ? undefined : await objectsOfImage(files, path);
    if (objects && objects.path !== path) return withObjects(files, predicted, truth);
  }
  return undefined;
}

/** A folder of masks, of which one is that of the image whose objects the other folder holds; undefined where it is not so. */
async function withObjects(
  files: FileSystem,
  predicted: string,
  truth: string,
): Promise<FilePairs | undefined> {
  const [p, t] = [await objectsOfImage(files, predicted), await objectsOfImage(files, truth)];
  if (p && t)
    return {
      pairs: [{ name: t.id, predicted: p.path, truth: t.path }],
      problems: [],
      notes: [objectsNote(p), objectsNote(t)],
    };
  const objects = p ?? t;
  if (!objects) return undefined;
  const folder = p ? truth : predicted;
  const masks = await masksIn(files, folder, truth);
  const all = [...masks.files.values()];
  const file = masks.files.get(objects.id) ?? (all.length === 1 ? all[0] : undefined);
  if (!file) return undefined;
  const left = all.filter((one) => one !== file);
  const pair = p ? { predicted: p.path, truth: file } : { predicted: file, truth: objects.path };
  return {
    pairs: [{ name: objects.id, ...pair }],
    problems: [
      ...masks.problems,
      ...left.map((one) => `${one}: ${objects.path} holds the objects of another image`),
    ],
    notes: [...masks.notes, objectsNote(objects)],
  };
}

/** The masks of a folder, or of a file of annotations. */
async function masksIn(
  files: FileSystem,
  path: string,
  truth: string,
  nameOf?: (name: string) => string | undefined,
): Promise<FolderFiles> {
  if (!isAnnotationFile(path)) {
    const labels = await yoloFolder(files, path);
    return labels ? listLabels(files, labels, nameOf) : listMasks(files, path, nameOf);
  }
  const images = await annotatedImages(files, path, truth);
  const named = [...images.files].flatMap(([stem, place]) => {
    const name = nameOf ? nameOf(annotatedImageOf(place)!.image) : stem;
    return name === undefined ? [] : [[name, place] as const];
  });
  return { files: new Map(named), problems: images.problems, doubles: [], notes: [] };
}

async function pairFolders(
  files: FileSystem,
  predicted: string,
  truth: string,
  first?: NamePattern,
  second?: NamePattern,
): Promise<FilePairs> {
  const predictions = await masksIn(files, predicted, truth, first && ((name) => idOf(name, first)));
  const truths = await masksIn(files, truth, truth, second && ((name) => idOf(name, second)));
  const [inPrediction, inTruth] = first
    ? [predictions, truths]
    : [
        withEmptyLabels(files, predictions, await yoloFolder(files, predicted), truths),
        withEmptyLabels(files, truths, await yoloFolder(files, truth), predictions),
      ];
  const paired = pairByName(inPrediction, inTruth, { predicted, truth });
  if (paired.pairs.length > 0 || first) return paired;
  const ofObjects = await withObjects(files, predicted, truth);
  if (ofObjects) return ofObjects;
  throw nothingPairs(inPrediction, inTruth, { predicted, truth });
}
