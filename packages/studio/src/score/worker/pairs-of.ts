import { type FilePairs, namedMasks, nothingPairs, pairByName } from "@segloss/cli/score";
import { formatOf, stemOf } from "@segloss/io";
import type { Role, Side } from "../files/side.ts";

/** What a side's masks are called, and how that becomes a path of the given files again. */
interface Named {
  readonly title: string;
  pathOf(name: string): string;
}

export type NamedSides = Readonly<Record<Role, Named>>;

/** Titles of two sides: their names, and where those are the same the roles before them. */
export function namedSides({ predicted, truth }: Readonly<Record<Role, Side>>): NamedSides {
  const isSame = predicted.name === truth.name;
  const named = (role: string, { name }: Side): Named => {
    const title = isSame ? `${role}/${name}` : name;
    return { title, pathOf: (path) => path.slice(title.length + 1) };
  };
  return { predicted: named("predictions", predicted), truth: named("truth", truth) };
}

/**
 * Pairs two masks, or the masks of two folders by name, as `segloss score` does.
 *
 * @throws DataError where one is a folder and the other a mask, and where nothing pairs
 */
export function pairsOf(sides: Readonly<Record<Role, Side>>): FilePairs {
  const { predicted, truth } = sides;
  const named = namedSides(sides);
  const names = { predicted: named.predicted.title, truth: named.truth.title };
  if (predicted.isFolder !== truth.isFolder) {
    const [many, one] = predicted.isFolder ? [names.predicted, names.truth] : [names.truth, names.predicted];
    throw new Error(`${many} is a folder and ${one} is one file; give two files or two folders`);
  }
  if (!predicted.isFolder)
    return { pairs: [{ name: stemOf(names.truth), ...names }], problems: [], notes: [] };
  const [inPrediction, inTruth] = [masksOf(predicted, names.predicted), masksOf(truth, names.truth)];
  const paired = pairByName(inPrediction, inTruth, names);
  if (paired.pairs.length === 0) throw nothingPairs(inPrediction, inTruth, names);
  return paired;
}

/** Masks lie in the folder itself; folders in it count where they are one image. */
function masksOf({ files }: Side, title: string) {
  const first = (path: string) => path.split("/")[0] ?? path;
  const names = files.flatMap(({ path }) =>
    path.includes("/") && !formatOf(first(path)) ? [] : [first(path)],
  );
  const seen = [...new Set(names)].filter((name) => !name.startsWith("."));
  return namedMasks(title, seen, { pathOf: (name) => `${title}/${name}` });
}
