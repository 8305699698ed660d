import type { ExifChoice, FillRule, GeometryChoice } from "@segloss/io";
import { annotatedFolder, paintOf } from "./annotated/annotated-folder.ts";
import { chooseGrouped } from "./choose-grouped.ts";
import type { ClassFile, LabelKind } from "./class-file.ts";
import { readClassFile } from "./class-names.ts";
import { colourSource } from "./colour-source.ts";
import type { DataProblem } from "./data-problem.ts";
import type { FileSystem } from "./files/file-system.ts";
import type { PairPattern } from "./pair-pattern.ts";
import { listPairs } from "./pairs.ts";
import { readRawPair } from "./read-pair.ts";
import { settleSet } from "./settle-set.ts";
import type { Shelves } from "./shelve-pair.ts";
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
  /** Told how many of the pairs have been begun. */
  onPair?: (begun: number, of: number) => void;
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
  fs: FileSystem,
  folder: string,
  options: ReadFolderOptions,
  shelves: Shelves,
): Promise<FolderRead> {
  const name = fs.basename(fs.resolve(folder));
  const annotated = options.pairs ? undefined : await annotatedFolder(fs, folder);
  const found = annotated ?? (await listPairs(fs, folder, options.pairs));
  const stems = found.pairs.map(({ stem }) => stem);
  const groups = (await options.groupsOf?.(stems)) ?? stems;
  const groupOf = new Map(found.pairs.map((pair, k) => [pair, groups[k]]));
  const pairs = chooseGrouped(found.pairs, groups, options.images);
  const stated = annotated?.stated ?? (await statedClasses(fs, folder, options));
  const reading = {
    ...{ colours: colourSource(stated), geometry: options.geometry },
    paint: annotated && paintOf(fs, annotated, options.polygons),
  };
  const shelved = await shelvePairs(
    pairs,
    {
      read: (pair) => readRawPair(fs, pair, reading),
      ...{ exif: options.exif, stated },
      onPair: (begun) => {
        options.onProgress?.(`reading ${name} ${begun}/${pairs.length}`);
        options.onPair?.(begun, pairs.length);
      },
    },
    shelves,
  );
  const { set, reads, problems } = settleSet(
    {
      ...{ folder, name, found, shelved, pairs: pairs.length, stated, groupOf },
      ...{ exif: options.exif, skipUnreadable: options.skipUnreadable },
    },
    shelves,
  );
  const held = new Set(
    reads.filter(({ pair }) => annotated?.held.includes(pair.stem)).map(({ pair }) => groupOf.get(pair)!),
  );
  return { set: held.size > 0 ? { ...set, validationGroups: [...held] } : set, problems };
}

async function statedClasses(fs: FileSystem, folder: string, options: FolderOptions): Promise<ClassFile> {
  const { ignore, labels } = options;
  const overrides = { ...(ignore === undefined ? {} : { ignore }), ...(labels ? { labels } : {}) };
  return { ...(await readClassFile(fs, folder)), ...overrides };
}
