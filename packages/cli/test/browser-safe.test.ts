import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Modules that a file loads, types left out, and those that these load. */
function loaded(file: string, known = new Map<string, readonly string[]>()): Map<string, readonly string[]> {
  if (known.has(file)) return known;
  const text = readFileSync(file, "utf8");
  const names = [...text.matchAll(/^(?:import|export) (?!type )(?:[^;"=]*? from )?"([^"]+)";/gm)].map(
    ([, name]) => name,
  );
  known.set(
    file,
    names.filter((name) => !name.startsWith(".")),
  );
  for (const name of names.filter((one) => one.startsWith("."))) loaded(join(file, "..", name), known);
  return known;
}

test.each([
  { entry: "score", packages: ["@segloss/io", "segloss/metrics"] },
  {
    entry: "training",
    packages: [
      ...["@segloss/io", "@segloss/train", "d3-scale", "d3-shape"],
      ...["segloss", "segloss/fields", "segloss/metrics", "temml"],
    ],
  },
])(
  "@segloss/cli/$entry loads nothing of Node and no package but those that browsers take",
  ({ entry, packages }) => {
    const modules = loaded(`packages/cli/src/${entry}/index.ts`);
    expect(modules.size).toBeGreaterThan(5);
    expect([...new Set([...modules.values()].flat())].sort()).toEqual(packages);
  },
);
