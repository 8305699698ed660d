import { dataError } from "../data/data-error.ts";
import type { FolderFiles } from "../data/folder-files.ts";
import { isAnnotationFile } from "../data/is-annotation-file.ts";
import { idOf, parsePairPattern } from "../data/pair-pattern.ts";
import type { FilePair, FilePairs } from "./file-pair.ts";

/** What the two sides are called. */
export type SideNames = Readonly<Record<"predicted" | "truth", string>>;

/** Pairs the files of two folders by what they are listed under. Nothing may pair. */
export function pairByName(
  inPrediction: FolderFiles,
  inTruth: FolderFiles,
  { predicted, truth }: SideNames,
): FilePairs {
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
  return { pairs, problems, notes: [...inPrediction.notes, ...inTruth.notes] };
}

/** Says that no names agree, and what may be done. */
export function nothingPairs(
  inPrediction: FolderFiles,
  inTruth: FolderFiles,
  { predicted, truth }: SideNames,
): Error {
  return dataError(
    `${predicted} and ${truth}: no file of one has the name of a file of the other${remedy(inPrediction, inTruth)}`,
  );
}

/** Files of each side that a pattern is looked for in. */
const LOOKED_AT = 50;

/** The pattern that pairs the most of the first files, where a name of one side holds one of the other. */
function remedy(predicted: FolderFiles, truth: FolderFiles): string {
  const sides = [predicted, truth].map(({ files }) => [...files].slice(0, LOOKED_AT));
  const names = sides.map((side) => side.map(([, path]) => lastPart(path)));
  const patterns = new Set(
    sides[0].flatMap(([stem, path]) =>
      sides[1].flatMap(([other, otherPath]) => {
        const id = stem.includes(other) ? other : other.includes(stem) ? stem : undefined;
        return id ? [[path, otherPath].map((one) => lastPart(one).replace(id, "{id}")).join("=")] : [];
      }),
    ),
  );
  const counted = [...patterns].map((pattern) => ({ pattern, pairs: pairsBy(pattern, names) }));
  const best = counted.reduce((a, b) => (b.pairs > a.pairs ? b : a), { pattern: "", pairs: 0 });
  if (best.pairs > 0) return `; pair them with --pairs "${best.pattern}"`;
  const annotated = [...predicted.files.values(), ...truth.files.values()].find(isAnnotationFile);
  if (annotated)
    return ` (extensions may differ); annotations of many images are given by the path of their file, such as ${annotated}`;
  return ' (extensions may differ); pair other names with --pairs, such as "{id}_seg.png={id}.png"';
}

/** How many names of both sides a pattern brings together. */
function pairsBy(text: string, [predicted, truth]: readonly (readonly string[])[]): number {
  const pattern = parsePairPattern(text);
  if (typeof pattern === "string") return 0;
  const ids = new Set(predicted.map((name) => idOf(name, pattern.first)));
  return truth.filter((name) => {
    const id = idOf(name, pattern.second);
    return id !== undefined && ids.has(id);
  }).length;
}

function lastPart(path: string): string {
  return path.replace(/^.*[/\\]/, "");
}
