import { basename, resolve } from "node:path";
import type { ExifChoice, FillRule, GeometryChoice } from "@segloss/io";
import { annotatedFolder, paintOf } from "./annotated/annotated-folder.ts";
import { chooseGrouped } from "./choose-grouped.ts";
import type { ClassFile, LabelKind } from "./class-file.ts";
import { readClassFile } from "./class-names.ts";
import { colourSource } from "./colour-source.ts";
import { isDataError } from "./data-error.ts";
import type { DataProblem } from "./data-problem.ts";
import { DISK } from "./files/disk.ts";
import { folderFault } from "./folder-fault.ts";
import { decideLabelling } from "./labelling.ts";
import { listedError } from "./listed-error.ts";
import { noteLines } from "./note-lines.ts";
import { oneKind } from "./one-kind.ts";
import type { PairPattern } from "./pair-pattern.ts";
import { listPairs } from "./pairs.ts";
import { setOfPairs } from "./set-of-pairs.ts";
import type { ShelvedPair, Shelves } from "./shelve-pair.ts";
import { shelvePairs } from "./shelve-pairs.ts";
import type { StoredSet } from "./store/stored-set.ts";

export interface FolderOptions {
  /** Mask value that belongs to no class; overrides classes.json. */
  ignore?: number;
  /** What the masks' numbers are; overrides classes.json. Default: decided from the masks, see `decideLabelling`. */
  labels?: LabelKind;
  /** How names of images and masks pair; default: by stem. */
  pairs?: PairPattern;
  /** Whether photographs are turned by their EXIF orientation where sizes do not tell. */
  exif?: ExifChoice;
  /** Whether masks are turned into the orientation of their images where both state theirs. Default: "world". */
  geometry?: GeometryChoice;
  /** How outlines of annotations become pixels. Default: the rule of their format. */
  polygons?: FillRule;
  /** Told what is being read, for a progress line. */
  onProgress?: (text: string) => void;
}

export interface ReadFolderOptions extends FolderOptions {
  /** Goes on without the files that are not right, as long as any are left. Default: all of them together are an error. */
  skipUnreadable?: boolean;
  /** Most image files (volumes) that are read, from as many groups as can be. Default: all. */
  images?: number;
  /** What must stay together in a split, for the names that images and masks pair by. Default: each file is a group of its own. */
  groupsOf?: GroupsOf;
}

/** The group of each name: a function of the names and the files of the folder alone. */
export type GroupsOf = (stems: readonly string[]) => readonly string[] | Promise<readonly string[]>;

export interface FolderRead {
  readonly set: StoredSet;
  /** Files that were passed over. */
  readonly problems: readonly DataProblem[];
}

/**
 * Reads images and masks of a folder onto shelves, one pair at a time; what is decided over the whole set (labels, palettes, channels) is
 * decided when all have been seen. Volumes and stacks become one image per slice, which share a group.
 *
 * @throws DataError that names the files, all of them, and the remedy
 */
export async function readFolder(
  folder: string,
  options: ReadFolderOptions,
  shelves: Shelves,
): Promise<FolderRead> {
  const name = basename(resolve(folder));
  const annotated = options.pairs ? undefined : await annotatedFolder(folder);
  const found = annotated ?? (await listPairs(folder, options.pairs));
  const stems = found.pairs.map(({ stem }) => stem);
  const groups = (await options.groupsOf?.(stems)) ?? stems;
  const groupOf = new Map(found.pairs.map((pair, k) => [pair, groups[k]]));
  const pairs = chooseGrouped(found.pairs, groups, options.images);
  const stated = annotated?.stated ?? (await statedClasses(folder, options));
  const shelved = await shelvePairs(
    pairs,
    {
      colours: colourSource(stated),
      ...{ geometry: options.geometry, exif: options.exif },
      paint: annotated && paintOf(annotated, options.polygons),
      onPair: (begun) => options.onProgress?.(`reading ${name} ${begun}/${pairs.length}`),
    },
    shelves,
  );
  const { kept: reads, odd } = oneKind(shelved.reads);
  const findings = { found, shelved, odd, pairs: pairs.length, exif: options.exif };
  const { fault, problems } = folderFault(folder, findings);
  if (fault && !(options.skipUnreadable && reads.length > 0)) throw fault;
  const labelling = besideProblems(problems, () => decideLabelling(maskFacts(folder, reads), stated));
  const notes = [...found.notes, ...noteLines(reads), ...labelling.notes];
  const set = setOfPairs({ name, reads, labelling, notes, groupOf }, shelves);
  const held = new Set(
    reads.filter(({ pair }) => annotated?.held.includes(pair.stem)).map(({ pair }) => groupOf.get(pair)!),
  );
  return { set: held.size > 0 ? { ...set, validationGroups: [...held] } : set, problems };
}

/** What is wrong with the set as a whole is one line more. */
function besideProblems<T>(problems: readonly DataProblem[], run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!isDataError(error) || problems.length === 0) throw error;
    throw listedError(error.message, [...problems.map(({ message }) => message), error.message]);
  }
}

async function statedClasses(folder: string, options: FolderOptions): Promise<ClassFile> {
  const { ignore, labels } = options;
  const overrides = { ...(ignore === undefined ? {} : { ignore }), ...(labels ? { labels } : {}) };
  return { ...(await readClassFile(DISK, folder)), ...overrides };
}

function maskFacts(name: string, reads: readonly ShelvedPair[]) {
  const masks = reads.map(({ values }) => values);
  return {
    name,
    values: [...new Set(masks.flat())].sort((a, b) => a - b),
    masks,
    wide: reads.some(({ wide }) => wide),
    objects: reads.some(({ objects }) => objects),
  };
}
