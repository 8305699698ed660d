import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The package of the studio, and the repository around it: VitePress bundles this file, so its own place says nothing. */
export const studio: string = packageFolder(process.cwd());
export const repository: string = join(studio, "../..");

function packageFolder(from: string): string {
  const here = [from, join(from, "packages/studio")].find(isStudio);
  if (here) return here;
  if (dirname(from) === from) throw new Error("expected to run below the repository of segloss");
  return packageFolder(dirname(from));
}

function isStudio(folder: string): boolean {
  const manifest = join(folder, "package.json");
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).name === "@segloss/studio";
}

/** Text of a file below the repository. */
export function source(path: string): string {
  return readFileSync(join(repository, path), "utf8");
}
