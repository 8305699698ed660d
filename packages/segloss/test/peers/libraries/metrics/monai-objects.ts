import {
  type InstanceCounts,
  instanceCounts,
  instanceOverlaps,
  matchInstances,
  mergeInstanceCounts,
  type PanopticQuality,
  panopticQuality,
} from "segloss/metrics";
import { type LabelPair, labelsOf, named, split } from "../../metric-call.ts";
import type { Nested, PeerCase } from "../../peer-case.ts";
import { pooled } from "./monai-channels.ts";

const PARTS: Readonly<Record<string, keyof PanopticQuality>> = {
  pq: "quality",
  panoptic_quality: "quality",
  sq: "segmentation",
  segmentation_quality: "segmentation",
  rq: "recognition",
  recognition_quality: "recognition",
};

function countsOf({ predicted, truth }: LabelPair, { match_iou_threshold = 0.5 }: PeerCase["options"]) {
  const threshold = Number(match_iou_threshold);
  // Below 1/2 MONAI pairs all objects for the greatest sum of IoU, and drops pairs under the threshold.
  const method = threshold < 0.5 ? "sum" : "optimal";
  return instanceCounts(
    matchInstances(instanceOverlaps(predicted, truth), { threshold, method, exceed: true }),
  );
}

/** A number for each name where there are several; nothing at all is 0 there. */
function byName({ metric_name = "pq" }: PeerCase["options"], shaped: (part: Part) => Nested): Nested {
  const one = (name: unknown): Nested => {
    const key = named(PARTS, String(name).toLowerCase().replaceAll(" ", "_"));
    return shaped((counts) => (panopticQuality(counts, "worst") as PanopticQuality)[key]);
  };
  const names = [metric_name].flat();
  return names.length === 1 ? one(names[0]) : names.map(one);
}

type Part = (counts: InstanceCounts) => number;

export function panopticOfObjects(each: PeerCase): Nested {
  const counts = countsOf(labelsOf(each), each.options);
  if (!each.options.output_confusion_matrix) return byName(each.options, (part) => part(counts));
  return [counts.tp, counts.fp, counts.fn, counts.iou.value()];
}

function together(all: readonly InstanceCounts[]): InstanceCounts {
  return all.reduce(mergeInstanceCounts, instanceCounts());
}

/** Channels of objects and of classes, [images, 2, ...]; counts are added up, whether a mean or a sum is asked for. */
export function panopticOfClasses(each: PeerCase): Nested {
  const { num_classes, reduction = "mean_batch" } = each.options;
  const images = split(labelsOf(each), 1).map((image) => {
    const [objects, classes] = split(image, 1);
    return Array.from({ length: Number(num_classes) }, (_, c) =>
      countsOf(ofClass(objects, classes, c + 1), each.options),
    );
  });
  return byName(each.options, pooled(images, reduction, together));
}

function ofClass(objects: LabelPair, classes: LabelPair, wanted: number): LabelPair {
  const only = (map: Int32Array, labels: Int32Array) =>
    map.map((object, i) => (labels[i] === wanted ? object : 0));
  return {
    predicted: only(objects.predicted, classes.predicted),
    truth: only(objects.truth, classes.truth),
    shape: objects.shape,
  };
}
