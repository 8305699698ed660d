import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ComparisonResults } from "../../src/compare/protocol/results.ts";

/** The results.json of a comparison. */
export async function resultsIn(folder: string): Promise<ComparisonResults> {
  return JSON.parse(await readFile(join(folder, "results.json"), "utf8"));
}
