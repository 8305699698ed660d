import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ComparisonResults } from "../protocol/results.ts";
import { parseResults } from "../results-file/results-text.ts";

/** Name of the results in the folder of a comparison. */
export const RESULTS = "results.json";

/**
 * What an earlier run into the folder has come to. Undefined where there is nothing that this version reads: the trainings have files of their own,
 * from which results are made anew.
 */
export async function earlierResults(folder: string): Promise<ComparisonResults | undefined> {
  const path = join(folder, RESULTS);
  try {
    return parseResults(await readFile(path, "utf8"), path);
  } catch {
    return undefined;
  }
}
