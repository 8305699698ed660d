import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../src", import.meta.url));

/**
 * The way from a formula to a device, the lowest folder first: each imports from those before it, never from one behind it.
 * Files of a folder count to the longest name here that they lie under; the rest of `src` stands above them all.
 */
const FLOORS: readonly string[] = [
  "formula",
  "plan",
  "program",
  "program/passes",
  "program/lower",
  "program/schedule",
  "engines",
  "engines/wasm/asm",
  "engines/wasm/tasks",
  "engines/wasm/host",
  "engines/wasm/legalise",
  "engines/wasm/loops",
  "engines/wasm/emit",
  "engines/wasm/kernels",
  "engines/wasm/runtime",
  "engines/wasm",
];

/**
 * Beside the way, used from everywhere: how arguments are checked, what a link or a loss is and which kernels of each engine it brings
 * along, distance maps and their grids.
 */
const BESIDE = /^(door|links|losses|kernels|fields)\//;
/** Of the engines' own folder: what all of them read. Who chooses among engines stands above them. */
const CHOOSES = /^engines\/(evaluate|default-engine|preferred-engine|supports|loss-values|loss-curve)\.ts$/;

interface Import {
  readonly from: string;
  readonly to: string;
}

/** Number of the floor of a file of `src`; undefined for what stands beside, Infinity for what stands above. */
function floorOf(file: string): number | undefined {
  if (BESIDE.test(file)) return undefined;
  const under = FLOORS.filter((folder) => file.startsWith(`${folder}/`));
  const floor = FLOORS.indexOf(under.sort((a, b) => b.length - a.length)[0]);
  const isAbove = CHOOSES.test(file) || /^engines\/(reference|onnx|webgpu)\//.test(file);
  return floor < 0 || isAbove ? Number.POSITIVE_INFINITY : floor;
}

function looksUp({ from, to }: Import): boolean {
  const [own, other] = [floorOf(from), floorOf(to)];
  return own !== undefined && other !== undefined && other > own;
}

/** What the files of `src` import of it, types among it. */
function imports(): Import[] {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => path.replaceAll("\\", "/"));
  return files.flatMap((from) =>
    [...readFileSync(join(SRC, from), "utf8").matchAll(/(?:from|import|import\()\s*"(\.[^"]+)"/g)].map(
      ([, path]) => ({ from, to: relative(SRC, join(SRC, dirname(from), path)).replaceAll("\\", "/") }),
    ),
  );
}

describe("the way from a formula to a device", () => {
  const all = imports();

  it("no file looks up", () => {
    expect(all.filter(looksUp).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it("every floor has files that others import", () => {
    const empty = FLOORS.filter((_, floor) => !all.some(({ to }) => floorOf(to) === floor));
    expect(empty).toEqual([]);
  });

  it("a floor knows its place: a program that imported an engine would be named", () => {
    expect(looksUp({ from: "program/lower/lower.ts", to: "engines/check-rows.ts" })).toBe(true);
    expect(looksUp({ from: "engines/check-rows.ts", to: "engines/wasm/wasm.ts" })).toBe(true);
    expect(
      looksUp({ from: "engines/wasm/kernels/rank/rank-state.ts", to: "engines/wasm/runtime/step.ts" }),
    ).toBe(true);
    expect(looksUp({ from: "engines/wasm/emit/round.ts", to: "program/value.ts" })).toBe(false);
  });
});
