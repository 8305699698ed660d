import { formatOf } from "@segloss/io";
import type { GivenFile, Side } from "./side.ts";

/** What is called by what it was given as, where that has no name. */
const SEVERAL = "masks";

/**
 * Sorts what was dropped or chosen into sides: a folder is one, and so is each of two loose masks; more loose files are a folder without a
 * name. A folder that holds two folders and no mask itself is both sides.
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
  return [...byName].map(([name, files]) =>
    formatOf(name)
      ? { name, isFolder: false, files }
      : {
          ...{ name, isFolder: true },
          files: files.map(({ path, file }) => ({ path: path.slice(name.length + 1), file })),
        },
  );
}

function innerFolders(folder: Side): Side[] {
  const inside = folder.isFolder ? foldersOf(folder.files.filter(({ path }) => isBelow(path))) : [];
  const hasMasks = folder.files.some(({ path }) => !isBelow(path) && formatOf(path));
  const areBoth = inside.length === 2 && !hasMasks && inside.every(({ isFolder }) => isFolder);
  return areBoth ? inside : [folder];
}

function looseSides(files: readonly GivenFile[]): Side[] {
  const masks = files.filter(({ path }) => formatOf(path) !== undefined);
  // What is no mask is shown as one, so that its reader says so.
  const shown = masks.length > 0 ? masks : files;
  if (shown.length <= 2) return shown.map(({ path }) => ({ name: path, isFolder: false, files }));
  return [{ name: SEVERAL, isFolder: true, files }];
}
