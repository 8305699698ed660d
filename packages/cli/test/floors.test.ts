import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../src", import.meta.url));

/**
 * The floors of the command, the lowest first: a folder imports from those on lower floors, never from one beside or above it. The
 * files of `src` itself are the roof.
 */
const FLOORS: readonly (readonly string[])[] = [
  ["data"],
  ["host", "output", "processes", "terminal", "options", "statistics", "page"],
  ["score", "inspect"],
  ["compare/protocol", "compare/losses"],
  ["compare/verdict", "compare/regions"],
  ["compare/results-file"],
  ["inference"],
  ["compare/plan", "compare/trial"],
  ["report"],
  ["compare/run"],
  ["training"],
  ["queue", "studio", "bench"],
  ["commands"],
];

const ROOF = FLOORS.length;

interface Import {
  readonly from: string;
  readonly to: string;
}

/** The folder with a floor that a file of `src` lies in. */
function folderOf(file: string): string | undefined {
  return FLOORS.flat().find((folder) => file.startsWith(`${folder}/`));
}

/** Number of the floor of a file of `src`; -1 where it lies in a folder that has none. */
function floorOf(file: string): number {
  if (!file.includes("/")) return ROOF;
  return FLOORS.findIndex((folders) => folders.includes(folderOf(file) ?? ""));
}

function sources(folder = SRC): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => path.replaceAll("\\", "/"));
}

/** What a file imports of this package, types among it. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), "utf8");
  return [...text.matchAll(/(?:from|import|import\()\s*"(\.[^"]+)"/g)].map(([, path]) => ({
    from: file,
    to: relative(SRC, join(SRC, dirname(file), path)).replaceAll("\\", "/"),
  }));
}

function looksUp({ from, to }: Import): boolean {
  return floorOf(to) >= floorOf(from) && folderOf(to) !== folderOf(from);
}

const arrow = ({ from, to }: Import) => `${from} imports ${to}, which is not below it`;

describe("the floors of the command", () => {
  it("no file looks up", () => {
    expect(sources().flatMap(importsOf).filter(looksUp).map(arrow)).toEqual([]);
  });

  it("every folder has a floor", () => {
    expect(sources().filter((file) => floorOf(file) < 0)).toEqual([]);
  });

  it("every floor has files", () => {
    const folders = FLOORS.flat().filter(
      (folder) => !sources().some((file) => file.startsWith(`${folder}/`)),
    );
    expect(folders).toEqual([]);
  });

  it("a floor knows its place: a trial that imported the report would be named", () => {
    expect(looksUp({ from: "compare/trial/train.ts", to: "report/score/score-page.ts" })).toBe(true);
    expect(looksUp({ from: "report/score/score-page.ts", to: "compare/trial/train.ts" })).toBe(false);
  });
});
