import { stemOf } from "@segloss/io";
import { splitOf } from "./split-of.ts";

/** Pictures that a name may mean: one where it is clear. */
export type FindPicture = (name: string, file: string) => readonly string[];

/**
 * Finds pictures by the names that annotations give them: the end of a path, or else the name without extension. Of several the one in the
 * folder of the annotation file is meant, or the one of its part of the set.
 *
 * @param pictures paths relative to the data set
 */
export function pictureFinder(pictures: readonly string[]): FindPicture {
  const [byName, byStem] = [indexed(pictures, nameOf), indexed(pictures, stemOf)];
  return (given, file) => {
    const name = given.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, "");
    const same = byName.get(nameOf(name)) ?? [];
    const ends = same.filter((path) => path === name || path.endsWith(`/${name}`));
    const found = [ends, same, byStem.get(stemOf(name)) ?? []].find((paths) => paths.length > 0) ?? [];
    if (found.length < 2) return found;
    const folder = file.replace(/[^/]*$/, "");
    const near = [
      found.filter((path) => path.startsWith(folder) && !path.slice(folder.length).includes("/")),
      found.filter((path) => folder !== "" && path.startsWith(folder)),
      found.filter((path) => splitOf(path.replace(/[^/]*$/, "")) === splitOf(file)),
    ];
    return near.find((paths) => paths.length === 1) ?? found;
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function indexed(
  paths: readonly string[],
  key: (path: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const path of paths) index.set(key(path), [...(index.get(key(path)) ?? []), path]);
  return index;
}
