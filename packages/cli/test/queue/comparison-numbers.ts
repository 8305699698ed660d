import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ComparisonResults } from "../../src/compare/protocol/results.ts";

export async function resultsIn(folder: string): Promise<ComparisonResults> {
  return JSON.parse(await readFile(join(folder, "results.json"), "utf8"));
}

/** What a comparison came to, without what a clock and who worked say; networks to the byte. */
export async function comparisonNumbers(folder: string) {
  const { losses, verdict, screen } = await resultsIn(folder);
  const trials = losses.map(({ loss, trials: all }) => [
    loss,
    all.map(({ id, curve, evidence, state, reason }) => ({ id, curve, evidence, state, reason })),
  ]);
  const names = (await readdir(join(folder, "models"), { recursive: true }))
    .filter((name) => name.endsWith(".onnx"))
    .sort();
  const models = await Promise.all(names.map((name) => readFile(join(folder, "models", name), "base64")));
  const { needed: _, ...said } = verdict;
  return { trials, said, screen, names, models };
}
