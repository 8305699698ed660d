import type { ExifChoice } from "@segloss/io";
import { dataError, firstFew } from "./data-error.ts";
import type { DataProblem } from "./data-problem.ts";
import { listedError } from "./listed-error.ts";
import type { Pairs } from "./pairs.ts";
import type { ShelvedPairs } from "./shelve-pairs.ts";

/** What reading a folder has found. */
export interface Findings {
  readonly found: Pairs;
  readonly shelved: ShelvedPairs;
  /** How many pairs were to be read. */
  readonly pairs: number;
  readonly exif: ExifChoice | undefined;
}

/** All that is wrong with files of a folder: a line about each, and one error for all. */
export function folderFault(
  folder: string,
  { found, shelved, pairs, exif }: Findings,
): { readonly problems: readonly DataProblem[]; readonly fault?: Error } {
  const sizes = shelved.unequal.map(({ pair, text }) => ({ file: pair.mask, message: `${folder}: ${text}` }));
  const unpaired = found.problems ?? [];
  const problems = [...unpaired, ...shelved.problems, ...sizes];
  const faults = [
    found.fault,
    shelved.problems.length > 0 && broken(folder, shelved.problems, pairs),
    sizes.length > 0 && unequal(folder, { found, shelved, pairs, exif }),
  ].filter((fault) => fault instanceof Error);
  if (faults.length < 2) return { problems, ...(faults[0] && { fault: faults[0] }) };
  const fault = listedError(
    `${folder}: ${problems.length} of its files are not right, see above`,
    problems.map(({ message }) => message),
  );
  return { problems, fault };
}

function broken(folder: string, problems: readonly DataProblem[], pairs: number): Error {
  const lines = problems.map(({ message }) => message);
  if (lines.length === 1) return dataError(lines[0]);
  return listedError(`${folder}: ${lines.length} of ${pairs} pairs cannot be read, see above`, lines);
}

function unequal(folder: string, { shelved, exif }: Findings): Error {
  const lines = shelved.unequal.map(({ text }) => text);
  return listedError(
    `${folder}: ${lines.length} of ${lines.length + shelved.reads.length} masks differ in size from their image: ${firstFew(lines)}. ` +
      `A mask has the pixels of its own image; ${exif ? `leave out --exif ${exif}, or ` : ""}export them again at its size`,
    lines.length > 1 ? lines.map((line) => `${folder}: ${line}`) : [],
  );
}
