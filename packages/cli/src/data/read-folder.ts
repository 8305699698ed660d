import { basename, resolve } from "node:path";
import type { ExifChoice, GeometryChoice } from "@segloss/io";
import { type ClassFile, type LabelKind, readClassFile } from "./class-names.ts";
import { colourSource } from "./colour-table.ts";
import type { DataProblem } from "./data-problem.ts";
import { folderFault } from "./folder-fault.ts";
import { decideLabelling } from "./labelling.ts";
import { noteLines } from "./note-lines.ts";
import type { PairPattern } from "./pair-pattern.ts";
import { listPairs, type Pair } from "./pairs.ts";
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
  /** Told what is being read, for a progress line. */
  onProgress?: (text: string) => void;
}

export interface ReadFolderOptions extends FolderOptions {
  /** Goes on without the files that are not right, as long as any are left. Default: all of them together are an error. */
  skipUnreadable?: boolean;
  /** Those of the pairs that are read. Default: all. */
  choose?: (pairs: readonly Pair[]) => readonly Pair[];
  /** What must stay together in a split, by the name that image and mask pair by. Default: each image is its own. */
  groupOf?: (stem: string) => string;
}

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
  const found = await listPairs(folder, options.pairs);
  const pairs = options.choose?.(found.pairs) ?? found.pairs;
  const stated = await statedClasses(folder, options);
  const shelved = await shelvePairs(
    pairs,
    {
      colours: colourSource(stated),
      ...{ geometry: options.geometry, exif: options.exif },
      onPair: (begun) => options.onProgress?.(`reading ${name} ${begun}/${pairs.length}`),
    },
    shelves,
  );
  const { fault, problems } = folderFault(folder, {
    found,
    shelved,
    pairs: pairs.length,
    exif: options.exif,
  });
  if (fault && !(options.skipUnreadable && shelved.reads.length > 0)) throw fault;
  const labelling = decideLabelling(maskFacts(folder, shelved.reads), stated);
  const notes = [...found.notes, ...noteLines(shelved.reads), ...labelling.notes];
  const { groupOf = itself } = options;
  return { set: setOfPairs({ name, reads: shelved.reads, labelling, notes, groupOf }, shelves), problems };
}

function itself(stem: string): string {
  return stem;
}

async function statedClasses(folder: string, options: FolderOptions): Promise<ClassFile> {
  const { ignore, labels } = options;
  const overrides = { ...(ignore === undefined ? {} : { ignore }), ...(labels ? { labels } : {}) };
  return { ...(await readClassFile(folder)), ...overrides };
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
