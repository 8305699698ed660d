import { BESIDE_MASKS, isAnnotationFile, isLabelName } from "@segloss/cli/score";
import { formatOf } from "@segloss/io";
import { isTruthName } from "./role-of-name.ts";
import type { GivenFile, Side } from "./side.ts";

/** What is called by what it was given as, where that has no name. */
const SEVERAL = "masks";

/**
 * Sorts what was dropped or chosen into sides: a folder is one, and so is each of two loose files with masks or annotations; more loose files are
 * a folder without a name. A folder that holds two folders of masks and no mask itself is both sides, and one with more and one that is called truth
 * is that and several models.
 */
export function sidesOf(given: readonly GivenFile[]): Side[] {
  const loose = given.filter(({ path }) => !isBelow(path));
  const folders = foldersOf(given.filter(({ path }) => isBelow(path)));
  const split = folders.length === 1 && loose.length === 0 ? innerFolders(folders[0]!) : folders;
  return [...split, ...looseSides(loose)];
}

function isBelow(path: string): boolean {
  return path.includes("/");
}

/** One side for each first part of the paths. A folder that is one image (OME-Zarr) is one mask. */
function foldersOf(given: readonly GivenFile[]): Side[] {
  const byName = new Map<string, GivenFile[]>();
  for (const one of given) {
    const name = one.path.slice(0, one.path.indexOf("/"));
    byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  return [...byName].map(([name, files]) => ({ name, path: name, isFolder: !formatOf(name), files }));
}

/** Parts of one data set, which are no sides of their own. */
const PARTS = /^(images|labels|masks|imagestr|labelstr)$/i;

function innerFolders(folder: Side): Side[] {
  if (!folder.isFolder) return [folder];
  const inner = folder.files.map(({ path, file }) => ({ path: path.slice(folder.name.length + 1), file }));
  const inside = foldersOf(inner.filter(({ path }) => isBelow(path)));
  const hasMasks = inner.some(({ path }) => !isBelow(path) && isMask(path));
  const isOneSet = inside.some(({ name, files }) => PARTS.test(name) || files.some(isOfObject));
  const tells = inside.length === 2 || inside.filter(({ name }) => isTruthName(name)).length === 1;
  const areSides = inside.length > 1 && tells && !hasMasks && !isOneSet;
  // What stands beside both, such as names of classes, stays beside them.
  return areSides && inside.every(({ isFolder }) => isFolder)
    ? inside.map((side) => ({ ...side, files: inner }))
    : [folder];
}

/** One file per object, in a folder of its image. */
function isOfObject({ path }: GivenFile): boolean {
  return /^[^/]+\/masks\//i.test(path);
}

function looseSides(files: readonly GivenFile[]): Side[] {
  const masks = files.filter(({ path }) => isMask(path));
  // What is no mask is shown as one, so that its reader says so.
  const shown = masks.length > 0 ? masks : files;
  if (shown.length <= 2) return shown.map(({ path }) => ({ name: path, path, isFolder: false, files }));
  return [folderOf(files)];
}

/** Several masks that are given as one side are a folder. */
export function folderOf(files: readonly GivenFile[]): Side {
  const inside = files.map(({ path, file }) => ({ path: `${SEVERAL}/${path}`, file }));
  return { name: SEVERAL, path: SEVERAL, isFolder: true, files: inside };
}

/** Masks, files of annotations, and labels of YOLO. */
function isMask(path: string): boolean {
  if (BESIDE_MASKS.includes(path.toLowerCase())) return false;
  return formatOf(path) !== undefined || isAnnotationFile(path) || isLabelName(path);
}
