import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { FORMATS, formatOf, stemOf } from "@segloss/io";
import { dataError } from "../data/data-error.ts";

/** A prediction and its truth. */
export interface FilePair {
  readonly name: string;
  readonly predicted: string;
  readonly truth: string;
}

export interface FilePairs {
  /** In order of name. */
  readonly pairs: readonly FilePair[];
  /** One line for each file that has no partner. */
  readonly problems: readonly string[];
}

/**
 * Pairs two files, or the files of two folders by name without extension. Files of other formats are
 * passed over.
 *
 * @throws DataError when a path is missing, one is a file and the other a folder, or nothing pairs
 */
export async function pairFiles(predicted: string, truth: string): Promise<FilePairs> {
  const [a, b] = [await isFolder(predicted), await isFolder(truth)];
  if (a !== b)
    throw dataError(
      `${a ? predicted : truth} is a folder and ${a ? truth : predicted} a file; give two files or two folders`,
    );
  if (!a) return { pairs: [{ name: stemOf(truth), predicted, truth }], problems: [] };
  return pairFolders(predicted, truth);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw dataError(`${path}: no such file or folder; check the path`, cause);
  }
}

async function pairFolders(predicted: string, truth: string): Promise<FilePairs> {
  const [inPrediction, inTruth] = [await filesByStem(predicted), await filesByStem(truth)];
  const problems = [...inPrediction.problems, ...inTruth.problems];
  const pairs: FilePair[] = [];
  for (const [name, path] of inPrediction.files) {
    const partner = inTruth.files.get(name);
    if (partner) pairs.push({ name, predicted: path, truth: partner });
    else problems.push(`${path}: there is no truth named ${name} in ${truth}`);
  }
  for (const [name, path] of inTruth.files)
    if (!inPrediction.files.has(name))
      problems.push(`${path}: there is no prediction named ${name} in ${predicted}`);
  if (pairs.length > 0) return { pairs, problems };
  throw dataError(
    `${predicted} and ${truth}: no file of one has the name of a file of the other (extensions may differ)`,
  );
}

async function filesByStem(folder: string): Promise<{ files: Map<string, string>; problems: string[] }> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith(".") && formatOf(name)).sort();
  if (names.length === 0)
    throw dataError(
      `${folder}: no readable file; expected ${FORMATS.flatMap((f) => f.extensions).join(", ")}`,
    );
  const files = new Map<string, string>();
  const problems: string[] = [];
  for (const name of names) {
    const stem = stemOf(name);
    const other = files.get(stem);
    if (other)
      problems.push(`${join(folder, name)}: ${other} has the same name and was taken; keep one of them`);
    else files.set(stem, join(folder, name));
  }
  return { files, problems };
}
