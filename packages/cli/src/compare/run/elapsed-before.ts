import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { RESULTS } from "./output-folder.ts";

/** When an interrupted comparison began and how long it has worked; undefined where there is none. */
export async function elapsedBefore(
  folder: string,
): Promise<{ startedAt: Date; seconds: number } | undefined> {
  try {
    const { startedAt, seconds } = JSON.parse(await readFile(join(folder, RESULTS), "utf8"));
    return { startedAt: new Date(startedAt), seconds };
  } catch {
    return undefined;
  }
}
