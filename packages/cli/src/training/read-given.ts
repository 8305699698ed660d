import type { DataFacts, OpenedSet } from "../compare/run/opened-set.ts";
import { checkClasses } from "../data/check-classes.ts";
import { givenFiles } from "../data/files/given-files.ts";
import { readFolder } from "../data/read-folder.ts";
import { scoredClasses } from "../data/scored-classes.ts";
import { memoryShelf } from "../data/store/memory-shelf.ts";
import { sourceOf } from "../data/store/source-of.ts";
import { thinClasses } from "../inference/thin-classes.ts";
import { groupNames } from "../inspect/groups/group-names.ts";
import { GROUPS_FILE, parseGroups } from "../inspect/groups/parse-groups.ts";

/** Files that somebody gave a page. */
export interface GivenFolder {
  /** What they are called together. */
  readonly name: string;
  /** By their paths below what was given, with / between the parts. */
  readonly files: ReadonlyMap<string, Blob>;
}

/**
 * Given images and masks, or images with annotations, read as `segloss compare` reads a folder. Files that are not right are passed over
 * and named in the notes, as long as any are left.
 *
 * @param onPair is told how many of how many pairs have been begun
 * @throws DataError where there is no set at all
 */
export async function readGiven(
  { name, files }: GivenFolder,
  onPair: (begun: number, of: number) => void = () => {},
): Promise<OpenedSet> {
  const fs = givenFiles(new Map([...files].map(([path, file]) => [`${name}/${path}`, file])));
  const shelf = memoryShelf();
  const shelves = { pixels: shelf, labels: memoryShelf() };
  const { set, problems } = await readFolder(fs, name, { skipUnreadable: true, onPair }, shelves);
  const source = sourceOf(set, shelf);
  checkClasses(source);
  const stems = [...new Set(source.images.map(({ group }) => group))];
  const stated = await files.get(GROUPS_FILE)?.text();
  const grouping = groupNames(stems, stated === undefined ? undefined : parseGroups(stated, GROUPS_FILE));
  const groupOf = new Map(stems.map((stem, k) => [stem, grouping.groups[k]]));
  const passedOver = problems.map(({ message }) => message);
  const facts: DataFacts = {
    ...{ scored: scoredClasses(source.classes, source.images), thin: thinClasses(source), observers: null },
    notes: [...set.notes, grouping.note, ...passedOver],
  };
  return { source, groups: source.images.map(({ group }) => groupOf.get(group)!), facts, passedOver };
}
