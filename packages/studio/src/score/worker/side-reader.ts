import { type ReadPair, readOrOpenSource } from "@segloss/cli/score";
import { fileSource } from "../files/file-source.ts";
import type { Role, Side } from "../files/side.ts";
import { namedSides } from "./pairs-of.ts";

/** Reads the masks of pairs out of what was given. */
export function sideReader(sides: Readonly<Record<Role, Side>>): ReadPair {
  const named = namedSides(sides);
  const read = (role: Role, path: string) => {
    const { isFolder, files, name } = sides[role];
    const source = fileSource(isFolder ? named[role].pathOf(path) : name, files);
    if (!source) throw new Error(`${path}: no such file`);
    return readOrOpenSource(source, path, {});
  };
  return async ({ predicted, truth }) => ({
    p: await read("predicted", predicted),
    t: await read("truth", truth),
  });
}
