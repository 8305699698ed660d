import { readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { hashOfFacts } from "./fingerprint.ts";

/**
 * A text that changes with the name, size or time of any file below a folder, or with what it is read by. Hidden files, and the folder that the
 * work folder lies in, do not count.
 */
export function originOf(folder: string, work: string | undefined, options: unknown): string {
  const output = work && dirname(resolve(work));
  const files: unknown[] = [];
  const seen = new Set<string>();
  visit(resolve(folder), "");
  return hashOfFacts([resolve(folder), options, files]);

  function visit(place: string, name: string): void {
    const real = realpathSync(place);
    if (seen.has(real)) return;
    seen.add(real);
    const names = readdirSync(place).filter((entry) => !entry.startsWith("."));
    for (const entry of names.sort()) {
      const path = join(place, entry);
      const found = statSync(path, { throwIfNoEntry: false });
      if (!found || path === output) continue;
      if (found.isDirectory()) visit(path, join(name, entry));
      else files.push([join(name, entry), found.size, found.mtimeMs]);
    }
  }
}
