import {
  averagePrecision,
  instanceCounts,
  instanceOverlaps,
  matchInstances,
  panopticQuality,
} from "segloss/metrics";
import type { ImageEvidence } from "../compare/protocol/trial.ts";
import type { Labels, Sample } from "../data/index.ts";
import { splitObjects } from "./split-objects.ts";

/**
 * Panoptic quality and average precision of the objects of a prediction, which are its foreground (all classes but class 0) after
 * `splitObjects`. An object that lies in ignored pixels for the most part is no mistake.
 * Null where the truth has no object.
 */
export function scoreObjects(
  predicted: Uint8Array,
  { mask, instances, height, width }: Pick<Sample, "mask" | "instances" | "height" | "width">,
  ignore: number | undefined,
): Pick<ImageEvidence, "pq" | "ap"> {
  const { truth, hidden } = withHidden(instances!, mask, ignore);
  // The truth decides whether an image has a score, so that every prediction has the same images.
  if (!truth.some((label) => label > 0 && label !== hidden)) return { pq: null, ap: null };
  const objects = splitObjects(predicted, [height, width]);
  const overlaps = instanceOverlaps(objects, truth, hidden === undefined ? {} : { ignore: hidden });
  const matches = matchInstances(overlaps, { exceed: true });
  const pq = panopticQuality(instanceCounts(matches), "skip")?.quality ?? null;
  const ap = averagePrecision([overlaps], undefined, { empty: "skip" })?.value ?? null;
  return { pq, ap };
}

/** The objects, with a number that none of them has where pixels are ignored. */
function withHidden(instances: Labels, mask: Sample["mask"], ignore: number | undefined) {
  if (ignore === undefined || !mask.includes(ignore)) return { truth: instances };
  let hidden = 1;
  for (const label of instances) hidden = Math.max(hidden, label + 1);
  return { truth: Int32Array.from(instances, (label, i) => (mask[i] === ignore ? hidden : label)), hidden };
}
