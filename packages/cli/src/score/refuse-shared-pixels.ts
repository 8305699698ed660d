import type { MatchedMasks } from "./matched-masks.ts";
import type { MetricChoice } from "./metric-choice.ts";

/** Metrics of objects that share no pixel: defined so, or measured from each object's border to the other's. */
const OF_PARTITIONS: readonly string[] = [
  ...["panopticQuality", "segmentationQuality", "recognitionQuality", "modifiedPanopticQuality"],
  ...["aggregatedJaccard", "componentDice", "objectSurfaceDistance", "outlineFScore"],
];

/** @throws Error where objects overlap and a metric asks for a partition, by name */
export function refuseSharedPixels(
  { truth, predicted }: MatchedMasks,
  choices: readonly MetricChoice[],
  files: { readonly predicted: string; readonly truth: string },
): void {
  const refused = choices
    .filter(({ metric }) => OF_PARTITIONS.includes(metric.name))
    .map(({ title }) => title);
  if (refused.length === 0) return;
  const names = (truth.layers ?? predicted.layers)!.map(({ name }) => name);
  const shown = [...new Set(names)].slice(0, 4).join(", ");
  const [needs, it] = refused.length === 1 ? ["needs", "it"] : ["need", "them"];
  throw new Error(
    `${truth.layers ? files.truth : files.predicted}: its objects overlap (${shown}), and ${refused.join(", ")} ${needs} objects that share no pixel; leave ${it} out of --metrics: averagePrecision, objectPrecision, objectRecall and lesionF1 take each object whole`,
  );
}
