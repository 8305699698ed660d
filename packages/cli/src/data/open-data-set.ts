import { stat } from "node:fs/promises";
import type { ExifChoice, FillRule, GeometryChoice } from "@segloss/io";
import type { LabelKind } from "./class-file.ts";
import { dataError } from "./data-error.ts";
import type { DataSet } from "./data-set.ts";
import { openFolder } from "./folder.ts";
import { NAMED_SETS, type NamedSet, type NamedSetOptions } from "./named/index.ts";
import type { PairPattern } from "./pair-pattern.ts";
import { cutTiles } from "./tiles.ts";

export interface OpenOptions extends NamedSetOptions {
  /** Cut images into square tiles of this size. Default: the named set's own; folders are not cut. */
  tile?: number;
  /** Pixels that neighbouring tiles share. Default 0. */
  overlap?: number;
  /** Mask value that belongs to no class (folders). */
  ignore?: number;
  /** What the masks' numbers are (folders). */
  labels?: LabelKind;
  /** How names of images and masks pair (folders). */
  pairs?: PairPattern;
  /** Whether photographs are turned by their EXIF orientation where sizes do not tell (folders). */
  exif?: ExifChoice;
  /** Whether masks are turned into the orientation of their images where both state theirs (folders). Default: "world". */
  geometry?: GeometryChoice;
  /** How outlines of annotations become pixels (folders). Default: the rule of their format. */
  polygons?: FillRule;
}

/** Options of files as they are typed: a set that is made has none. */
const OF_FILES = {
  images: "--sample",
  ignore: "--ignore",
  labels: "--labels",
  pairs: "--pairs",
  exif: "--exif",
  polygons: "--polygons",
  skipUnreadable: "--skip-unreadable",
} as const;

/** Opens a named set, or a folder with `images/` and `masks/` or annotations. A folder called like a set is meant with `./` in front. */
export async function openDataSet(nameOrFolder: string, options: OpenOptions = {}): Promise<DataSet> {
  const set = await namedSet(nameOrFolder);
  if (set) {
    checkTile(set, options);
    checkOfFiles(set, options);
  }
  const whole = set ? await set.open(options) : await openFolder(nameOrFolder, options);
  const tile = options.tile ?? set?.defaultTile;
  if (tile === undefined) return whole;
  return cutTiles(whole, { size: tile, overlap: options.overlap ?? 0 });
}

/** The set of that name; undefined for a folder. */
export async function namedSet(nameOrFolder: string): Promise<NamedSet | undefined> {
  const set = NAMED_SETS.find(({ name }) => name === nameOrFolder);
  if (!set && !(await isFolder(nameOrFolder))) throw unknownSet(nameOrFolder);
  return set;
}

/** @throws DataError where options say how files are read: a named set is used as it is made. */
export function checkOfFiles(
  set: NamedSet,
  options: { readonly [Name in keyof typeof OF_FILES]?: unknown },
): void {
  const names = Object.keys(OF_FILES) as (keyof typeof OF_FILES)[];
  const given = names.filter((name) => options[name] !== undefined && options[name] !== false);
  if (given.length === 0) return;
  const flags = given.map((name) => OF_FILES[name]).join(", ");
  throw dataError(
    `${set.name}: ${flags}: expected for folders alone; a named set is used as it is made. Leave it out`,
  );
}

function checkTile(set: NamedSet, options: OpenOptions): void {
  if (set.largestTile !== undefined && (options.tile ?? 0) > set.largestTile)
    throw dataError(
      `${set.name}: tiles of ${options.tile} pixels are too large; expected at most ${set.largestTile}`,
    );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

function unknownSet(given: string): Error {
  const names = NAMED_SETS.map(({ name }) => name);
  const nearest = names.find((name) => editDistance(name, given.toLowerCase()) <= 2);
  const guess = nearest ? `; did you mean ${nearest}?` : "";
  return dataError(
    `${given}: neither a folder nor a named set (${names.join(", ")})${guess || "; a data set is a folder with images/ and masks/, or with annotations"}`,
  );
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}
