import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GUIDES } from "../site/contents.ts";
import { repository, source, studio } from "../site/repository.ts";
import { textHash } from "./korean-texts.ts";

const OF = /^<!-- of ([0-9a-f]{12}) -->\n+/;

/** A guide in Korean, `ko/` and its path, whose first line has the hash of the English text; undefined: it is not translated, or stale. */
export function koreanGuide(file: string): string | undefined {
  const path = join(studio, "ko", file);
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, "utf8");
  return OF.exec(text)?.[1] === textHash(source(file)) ? text.replace(OF, "") : undefined;
}

/** A line for each Korean guide whose English has changed. */
export function staleGuides(): string[] {
  return GUIDES.filter(({ file }) => existsSync(join(studio, "ko", file)))
    .filter(({ file }) => existsSync(join(repository, file)) && koreanGuide(file) === undefined)
    .map(({ file }) => `${file}: the English has changed; "of" is now ${textHash(source(file))}`);
}
