import type { ScoreResult } from "./score-result.ts";

/** Names that a file beside the truth gives to labels, where the masks themselves have none. */
export function withNames(result: ScoreResult, names: ReadonlyMap<number, string>): ScoreResult {
  const ofLabels = result.labels.flatMap((label) => {
    const name = names.get(label);
    return name === undefined ? [] : [[String(label), name] as const];
  });
  if (ofLabels.length === 0) return result;
  return { ...result, names: { ...Object.fromEntries(ofLabels), ...result.names } };
}
