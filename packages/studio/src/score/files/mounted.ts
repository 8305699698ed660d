import type { ScoredPaths } from "@segloss/cli/score";
import type { Side } from "./side.ts";

/** Everything given as one tree of files, and where in it the sides are. */
export interface Mounted extends ScoredPaths {
  readonly files: ReadonlyMap<string, File>;
}

/** What is compared, both sides there. */
export interface BothSides {
  readonly predicted: readonly Side[];
  readonly truth: Side;
}

/** Puts sides beside each other under their own names, or, where those clash, each into a folder that says what it is. */
export function mounted({ predicted, truth }: BothSides): Mounted {
  const all = [...predicted, truth];
  const apart = clash(all);
  const folders = [
    ...predicted.map((_, k) => (predicted.length === 1 ? "predictions" : `predictions-${k + 1}`)),
    "truth",
  ];
  const placeOf = (path: string, k: number) => (apart ? `${folders[k]}/${path}` : path);
  const files = new Map(
    all.flatMap((side, k) => side.files.map(({ path, file }) => [placeOf(path, k), file] as const)),
  );
  const paths = all.map((side, k) => placeOf(side.path, k));
  return { files, predictions: paths.slice(0, -1), truth: paths.at(-1) ?? "" };
}

/** Whether two sides, or two files that are not the same one, have one path. */
function clash(sides: readonly Side[]): boolean {
  if (new Set(sides.map(({ path }) => path)).size < sides.length) return true;
  const seen = new Map<string, File>();
  for (const { files } of sides)
    for (const { path, file } of files) {
      const other = seen.get(path);
      if (other && other !== file) return true;
      seen.set(path, file);
    }
  return false;
}
