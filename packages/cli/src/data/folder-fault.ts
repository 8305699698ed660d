import type { ExifChoice } from "@segloss/io";
import { dataError, firstFew } from "./data-error.ts";
import type { DataProblem } from "./data-problem.ts";
import { listedError, severalOnly } from "./listed-error.ts";
import type { Pairs } from "./pair.ts";
import type { ShelvedPairs } from "./shelve-pairs.ts";

/** What reading a folder has found. */
export interface Findings {
  readonly found: Pairs;
  readonly shelved: ShelvedPairs;
  /** Images with another number of channels than most. */
  readonly odd: readonly DataProblem[];
  /** Masks with other values than most. */
  readonly strange: readonly DataProblem[];
  /** How many pairs were to be read. */
  readonly pairs: number;
  readonly exif: ExifChoice | undefined;
}

/** All that is wrong with files of a folder: a line about each, and one error for all. */
export function folderFault(
  folder: string,
  { found, shelved, odd, strange, pairs, exif }: Findings,
): { readonly problems: readonly DataProblem[]; readonly fault?: Error } {
  const sizes = shelved.unequal.map(({ pair, size, of }) => ({
    file: pair.mask,
    message: `${pair.mask}: it is ${size} and its image ${of}; a mask has the pixels of its own image: export it again at its size`,
  }));
  const unpaired = found.problems ?? [];
  const problems = [...unpaired, ...shelved.problems, ...sizes, ...odd, ...strange];
  const faults = [
    found.fault,
    shelved.problems.length > 0 && listed(folder, shelved.problems, `files of ${pairs} pairs cannot be read`),
    sizes.length > 0 && unequal(folder, shelved, sizes, exif),
    odd.length > 0 && listed(folder, odd, `of ${shelved.reads.length} images have other channels than most`),
    strange.length > 0 &&
      listed(folder, strange, `of ${shelved.reads.length} masks have other values than most`),
  ].filter((fault) => fault instanceof Error);
  if (faults.length < 2) return { problems, ...(faults[0] && { fault: faults[0] }) };
  const fault = listedError(
    `${folder}: ${problems.length} of its files are not right, see above`,
    problems.map(({ message }) => message),
  );
  return { problems, fault };
}

/** The line itself where there is one alone. */
function listed(folder: string, problems: readonly DataProblem[], what: string): Error {
  const lines = problems.map(({ message }) => message);
  if (lines.length === 1) return dataError(lines[0]);
  return listedError(`${folder}: ${lines.length} ${what}, see above`, lines);
}

function unequal(
  folder: string,
  { unequal: found, reads }: ShelvedPairs,
  problems: readonly DataProblem[],
  exif: ExifChoice | undefined,
): Error {
  const texts = found.map(({ pair, size, of }) => `${pair.stem} (image ${of}, mask ${size})`);
  return listedError(
    `${folder}: ${texts.length} of ${texts.length + reads.length} masks differ in size from their image: ${firstFew(texts)}. ` +
      `A mask has the pixels of its own image; ${exif ? `leave out --exif ${exif}, or ` : ""}export them again at its size`,
    severalOnly(problems.map(({ message }) => message)),
  );
}
