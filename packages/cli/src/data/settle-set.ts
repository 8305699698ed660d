import type { ExifChoice } from "@segloss/io";
import type { ClassFile } from "./class-file.ts";
import { isDataError } from "./data-error.ts";
import type { DataProblem } from "./data-problem.ts";
import { decideAmong } from "./decide-among.ts";
import { folderFault } from "./folder-fault.ts";
import { listedError } from "./listed-error.ts";
import { noteLines } from "./note-lines.ts";
import { oneKind } from "./one-kind.ts";
import type { Pair, Pairs } from "./pair.ts";
import { setOfPairs } from "./set-of-pairs.ts";
import type { ShelvedPair, Shelves } from "./shelve-pair.ts";
import type { ShelvedPairs } from "./shelve-pairs.ts";
import type { StoredSet } from "./store/stored-set.ts";

/** Pairs that have all been read, and what is known of them besides. */
export interface ReadPairs {
  /** What their set is called in messages, and its own name. */
  readonly folder: string;
  readonly name: string;
  readonly found: Pairs;
  readonly shelved: ShelvedPairs;
  /** How many pairs were to be read. */
  readonly pairs: number;
  readonly stated: ClassFile;
  readonly groupOf: ReadonlyMap<Pair, string>;
  readonly exif?: ExifChoice | undefined;
  /** Goes on without the files that are not right, as long as any are left. */
  readonly skipUnreadable?: boolean | undefined;
}

/** The set, the pairs that it holds, and files that were passed over. */
export interface SettledSet {
  readonly set: StoredSet;
  readonly reads: readonly ShelvedPair[];
  readonly problems: readonly DataProblem[];
}

/**
 * Decides what only a whole set can say: channels, what the labels are, classes.
 *
 * @throws DataError that names the files that are not right, all of them, and the remedy
 */
export function settleSet(read: ReadPairs, shelves: Shelves): SettledSet {
  const { folder, name, found, shelved, pairs, stated, groupOf, exif, skipUnreadable } = read;
  const { kept: alike, odd } = oneKind(shelved.reads);
  const decided = attempted(() => decideAmong(folder, alike, stated));
  const strange = "odd" in decided ? decided.odd : [];
  const { fault, problems } = folderFault(folder, { found, shelved, odd, strange, pairs, exif });
  if (fault && !(skipUnreadable && alike.length > 0)) throw fault;
  if ("error" in decided) throw besideProblems(problems, decided.error);
  const { labelling, kept: reads } = decided;
  const notes = [...found.notes, ...noteLines(reads), ...labelling.notes];
  return { set: setOfPairs({ name, reads, labelling, notes, groupOf }, shelves), reads, problems };
}

function attempted<T>(run: () => T): T | { readonly error: Error } {
  try {
    return run();
  } catch (error) {
    if (!isDataError(error)) throw error;
    return { error };
  }
}

/** What is wrong with the set as a whole is one line more. */
function besideProblems(problems: readonly DataProblem[], error: Error): Error {
  if (problems.length === 0) return error;
  return listedError(error.message, [...problems.map(({ message }) => message), error.message]);
}
