import { instanceCounts, instanceOverlaps, matchInstances, panopticQuality } from "segloss/metrics";
import { labelsOf, named } from "../../metric-call.ts";
import type { PeerCase } from "../../peer-case.ts";
import type { PeerLibrary } from "../../peer-library.ts";

interface Found {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  /** Sum of the IoU of the matched pairs. */
  readonly iou: number;
}

/** Objects matched one to one from the IoU `thresh` on, the threshold included. */
function found(each: PeerCase): Found {
  const { predicted, truth } = labelsOf(each);
  const matches = matchInstances(instanceOverlaps(predicted, truth), {
    threshold: Number(each.options.thresh),
  });
  const { tp, fp, fn, iou } = instanceCounts(matches);
  return { tp, fp, fn, iou: iou.value() };
}

const RATES: Readonly<Record<string, (counts: Found) => number>> = {
  precision: ({ tp, fp }) => tp / Math.max(tp + fp, 1),
  recall: ({ tp, fn }) => tp / Math.max(tp + fn, 1),
  accuracy: ({ tp, fp, fn }) => tp / Math.max(tp + fp + fn, 1),
  f1: ({ tp, fp, fn }) => (2 * tp) / Math.max(2 * tp + fp + fn, 1),
  mean_true_score: ({ tp, fn, iou }) => iou / Math.max(tp + fn, 1),
  mean_matched_score: ({ tp, iou }) => iou / Math.max(tp, 1),
};

export const stardistCases: PeerLibrary = {
  suite: "stardist",
  calls: {
    matching(each) {
      const counts = found(each);
      const { what } = each.options;
      if (what === undefined) return [counts.tp, counts.fp, counts.fn];
      if (what !== "panoptic_quality") return named(RATES, what)(counts);
      const { predicted, truth } = labelsOf(each);
      const matches = matchInstances(instanceOverlaps(predicted, truth), {
        threshold: Number(each.options.thresh),
      });
      return panopticQuality(instanceCounts(matches))?.quality ?? Number.NaN;
    },
  },
};
