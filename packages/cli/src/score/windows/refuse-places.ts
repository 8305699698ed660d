import { type RasterHead, sizeText } from "@segloss/io";
import type { MetricChoice } from "../metric-choice.ts";
import type { ScoreSettings } from "../score-settings.ts";

/**
 * Refuses what has to know where pixels are, of masks that are read by parts.
 *
 * @throws Error that names the metric, and what can be done
 */
export function refusePlaces(
  head: RasterHead,
  { objects }: ScoreSettings,
  choices: readonly MetricChoice[],
): void {
  const placed = choices.filter(({ metric }) => metric.kind === "mask").map(({ title }) => title);
  const refused = [...placed, ...(objects ? ["--objects"] : [])];
  if (refused.length === 0) return;
  throw new Error(
    `it is ${sizeText(head)}, which is read by parts, and ${refused.join(", ")} ${refused.length === 1 ? "needs" : "need"} the whole picture; score tiles of it (files of up to 64 million pixels each), or leave ${refused.length === 1 ? "it" : "them"} out: metrics of counts, such as dice, iou and pixelAccuracy, are the same by parts`,
  );
}
