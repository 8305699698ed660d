import { formatOf } from "@segloss/io";
import { dataError } from "../../data/data-error.ts";
import { flatPairs } from "../../data/flat-pairs.ts";
import { LAYOUT, layoutOf } from "../../data/layouts.ts";
import { namedMasks } from "../../data/named-masks.ts";
import type { Pairs } from "../../data/pair.ts";
import { pairNamed } from "../../data/pair-named.ts";
import type { GivenFolder } from "./given-folder.ts";

/**
 * Images and masks among given files, by the layouts and names that `segloss compare` knows; annotations and folders with one file an
 * object are not among them.
 *
 * @throws DataError where there is no known layout
 */
export function givenPairs({ name: folder, paths }: Pick<GivenFolder, "name" | "paths">): Pairs {
  const firsts = [...new Set(paths.filter((path) => path.includes("/")).map((path) => path.split("/")[0]))];
  const layout = layoutOf(firsts.filter((first) => !formatOf(first)));
  if (layout && firsts.includes(layout.masks)) {
    const [images, masks] = [layout.images, layout.masks].map((side) =>
      namedMasks(`${folder}/${side}`, namesIn(paths, side), { pathOf: (name) => `${side}/${name}` }),
    );
    return pairNamed(folder, images, masks);
  }
  const flat = flatPairs(folder, topNames(paths), (name) => name);
  if (flat) return flat;
  throw dataError(`${folder}: no images with masks; ${LAYOUT}`);
}

/** Names in a folder: files, and folders that are one image. */
function namesIn(paths: readonly string[], side: string): string[] {
  return topNames(
    paths.filter((path) => path.startsWith(`${side}/`)).map((path) => path.slice(side.length + 1)),
  );
}

function topNames(paths: readonly string[]): string[] {
  const names = paths.flatMap((path) => {
    const [first] = path.split("/");
    return first.startsWith(".") || (path.includes("/") && !formatOf(first)) ? [] : [first];
  });
  return [...new Set(names)];
}
