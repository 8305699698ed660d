import { type OpenedSet, readGiven } from "@segloss/cli/training";
import type { GivenFile } from "../../score/files/side.ts";

/** What is called by what it was given as, where that has no name. */
const NO_NAME = "images";

/** Images and masks among given files, read as `segloss compare` reads a folder. */
export async function readFiles(
  given: readonly GivenFile[],
  onDone: (done: number, of: number) => void,
): Promise<OpenedSet> {
  const { name, files } = withoutFolder(given);
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  return readGiven({ name, files: byPath }, (begun, of) => onDone(begun - 1, of));
}

/** The files of one folder that was given, without its name. */
function withoutFolder(files: readonly GivenFile[]): {
  readonly name: string;
  readonly files: readonly GivenFile[];
} {
  const firsts = new Set(files.map(({ path }) => (path.includes("/") ? path.split("/")[0] : "")));
  const [first = ""] = firsts;
  if (firsts.size !== 1 || first === "") return { name: NO_NAME, files };
  return {
    name: first,
    files: files.map(({ path, file }) => ({ path: path.slice(first.length + 1), file })),
  };
}
