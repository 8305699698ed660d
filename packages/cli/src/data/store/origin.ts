import { readdirSync, realpathSync, type Stats, statSync } from "node:fs";
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
    for (const entry of namesIn(place)) {
      const path = join(place, entry);
      const found = statOf(path);
      if (!found || path === output) continue;
      if (found.isDirectory()) visit(path, join(name, entry));
      else files.push([join(name, entry), found.size, found.mtimeMs]);
    }
  }
}

function namesIn(folder: string): string[] {
  const names = attempt(() => readdirSync(folder)) ?? [];
  return names.filter((name) => !name.startsWith(".")).sort();
}

function statOf(path: string): Stats | undefined {
  return attempt(() => statSync(path));
}

/** What cannot be looked into is met again where it is read. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
