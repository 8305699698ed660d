import type { OpenedSet } from "../../compare/run/opened-set.ts";
import { checkClasses } from "../../data/check-classes.ts";
import { classFileFrom } from "../../data/class-file.ts";
import { colourSource } from "../../data/colour-source.ts";
import { dataError } from "../../data/data-error.ts";
import { joinedChannels } from "../../data/joined-channels.ts";
import type { Pair } from "../../data/pair.ts";
import { type RawPair, rawPair } from "../../data/raw-pair.ts";
import { readSource } from "../../data/read-source.ts";
import { scoredClasses } from "../../data/scored-classes.ts";
import { settleSet } from "../../data/settle-set.ts";
import { shelvePairs } from "../../data/shelve-pairs.ts";
import { memoryShelf } from "../../data/store/memory-shelf.ts";
import { sourceOf } from "../../data/store/source-of.ts";
import { thinClasses } from "../../inference/thin-classes.ts";
import { groupNames } from "../../inspect/groups/group-names.ts";
import { GROUPS_FILE, parseGroups } from "../../inspect/groups/parse-groups.ts";
import type { GivenFolder } from "./given-folder.ts";
import { givenPairs } from "./given-pairs.ts";

/**
 * Given images and masks, read as `segloss compare` reads a folder: pairs by name, `classes.json` and `groups.csv` beside them, formats,
 * palettes and labels. Files that are not right are passed over and named in the notes, as long as any are left.
 *
 * @param onPair is told how many of how many pairs have been begun
 * @throws DataError where there is no set at all
 */
export async function readGiven(
  folder: GivenFolder,
  onPair: (begun: number, of: number) => void = () => {},
): Promise<OpenedSet> {
  const { name } = folder;
  const found = givenPairs(folder);
  const stated = await classFileFrom(
    (file) => folder.text(file),
    (file) => file,
  );
  const groupsText = await folder.text(GROUPS_FILE);
  const grouping = groupNames(
    found.pairs.map(({ stem }) => stem),
    groupsText === undefined ? undefined : parseGroups(groupsText, GROUPS_FILE),
  );
  const colours = colourSource(stated);
  const shelf = memoryShelf();
  const shelves = { pixels: shelf, labels: memoryShelf() };
  const shelved = await shelvePairs(
    found.pairs,
    {
      read: (pair) => readPair(folder, pair, colours),
      onPair: (begun) => onPair(begun, found.pairs.length),
    },
    shelves,
  );
  const groupOf = new Map(found.pairs.map((pair, k) => [pair, grouping.groups[k]]));
  const { set, problems } = settleSet(
    {
      ...{ folder: name, name, found, shelved, pairs: found.pairs.length, stated },
      // Slices keep the volume that they are of; what no split divides is said beside.
      ...{ groupOf: new Map(found.pairs.map((pair) => [pair, pair.stem])), skipUnreadable: true },
    },
    shelves,
  );
  const source = sourceOf(set, shelf);
  checkClasses(source);
  const notes = [...set.notes, grouping.note, ...problems.map(({ message }) => message)];
  const byStem = new Map([...groupOf].map(([{ stem }, group]) => [stem, group]));
  return {
    source,
    groups: source.images.map(({ group }) => byStem.get(group)!),
    facts: { scored: scoredClasses(source.classes), thin: thinClasses(source), observers: null, notes },
  };
}

async function readPair(
  folder: GivenFolder,
  pair: Pair,
  colours: ReturnType<typeof colourSource>,
): Promise<RawPair> {
  const paths = pair.channels ?? [pair.image];
  const read = async (path: string) => {
    const source = folder.source(path);
    if (!source) throw dataError(`${path}: no such file`);
    return readSource(source, path);
  };
  const rasters = await Promise.all(paths.map(read));
  const image = pair.channels ? joinedChannels(rasters, paths) : rasters[0];
  return rawPair(pair, image, await read(pair.mask), colours ? { colours } : {});
}
