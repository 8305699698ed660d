import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { copyContent } from "../store/contents.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { OwnDiskTrouble } from "../store/own-disk-trouble.ts";

/** Content of the store on the disk of this machine, checked when it was copied. */
export interface ContentCache {
  /** A file with the content. @throws WrongContent, StoreAway, OwnDiskTrouble */
  file(store: ObjectStore, hash: string): Promise<string>;
}

/** Files that nobody has used for so many milliseconds go. */
const KEPT_FOR = 7 * 86_400_000;

export function contentCache(folder: string): ContentCache {
  return {
    async file(store, hash) {
      const path = join(folder, hash);
      const now = new Date();
      if (await stat(path).catch(() => undefined)) {
        await utimes(path, now, now).catch(() => {});
        return path;
      }
      const temporary = `${path}.${randomBytes(4).toString("hex")}.tmp`;
      await mkdir(folder, { recursive: true }).catch((cause) => {
        throw new OwnDiskTrouble(folder, cause);
      });
      try {
        await copyContent(store, hash, temporary);
        await rename(temporary, path);
      } finally {
        await rm(temporary, { force: true });
      }
      return path;
    },
  };
}

/** Takes away what has not been used for a week, and what a copy that was cut short has left. */
export async function tidyCache(folder: string, now: number = Date.now()): Promise<void> {
  for (const name of await readdir(folder).catch((): string[] => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() && now - found.mtimeMs > KEPT_FOR) await rm(path, { force: true });
  }
}
