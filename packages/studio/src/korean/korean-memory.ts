import { readFileSync } from "node:fs";
import { join } from "node:path";
import { studio } from "../site/repository.ts";
import { textHash } from "./korean-texts.ts";

/** Korean texts by the hash of the English ones, as they stand in a file of `ko/`. */
export interface KoreanMemory {
  /** undefined where there is none. */
  of(english: string): string | undefined;
  /** Hashes that no text asked for has: translations of what is gone. */
  unused(): string[];
}

/** @param file below `packages/studio/ko` */
export function koreanMemory(file: string): KoreanMemory {
  const texts = new Map(Object.entries<string>(JSON.parse(readFileSync(join(studio, "ko", file), "utf8"))));
  const asked = new Set<string>();
  return {
    of: (english) => {
      const hash = textHash(english);
      asked.add(hash);
      return texts.get(hash);
    },
    unused: () => [...texts.keys()].filter((hash) => !asked.has(hash)),
  };
}
