import { check } from "../../door/check.ts";
import { checkOptions } from "../../door/check-options.ts";
import { ANY } from "../../door/kinds.ts";
import { shown } from "../../door/shown.ts";
import { labelPairs } from "../label-pairs.ts";
import type { InstanceOverlaps, ObjectPair } from "./instance-overlaps.ts";
import { PANOPTIC_MAP, type PanopticMap } from "./panoptic-map.ts";

export interface SegmentOptions {
  /**
   * What void in the prediction does: a true segment there is missed ("missed", the default, the paper's), or its pixels
   * count in no union and a segment that lies there for the most part is not missed ("ignored", torchmetrics').
   */
  readonly unlabelled?: "missed" | "ignored";
}

/**
 * Overlaps of the segments of each class, in which the paper's rules for void and crowds are: void pixels of the truth are in
 * no predicted segment, no segment of a crowd is missed, and a predicted segment is excused that lies in void and in crowds of
 * its class for more than half.
 *
 * A. Kirillov and others, "Panoptic Segmentation", CVPR 2019, https://arxiv.org/abs/1801.00868, section 4.2
 *
 * @throws RangeError when the maps differ in length
 */
export function segmentOverlaps(
  predicted: PanopticMap,
  truth: PanopticMap,
  options: SegmentOptions = {},
): Map<number, InstanceOverlaps> {
  check("segmentOverlaps: predicted", predicted, PANOPTIC_MAP);
  check("segmentOverlaps: truth", truth, PANOPTIC_MAP);
  checkOptions("segmentOverlaps", options, { unlabelled: ANY });
  const { unlabelled = "missed" } = options;
  if (unlabelled !== "missed" && unlabelled !== "ignored")
    throw new RangeError(`unlabelled must be "missed" or "ignored", got ${shown(unlabelled)}`);
  const drafts = new Map<number, Draft>();
  const draftOf = (label: number) => {
    const draft = drafts.get(label) ?? emptyDraft();
    drafts.set(label, draft);
    return draft;
  };
  for (const { truth: t, predicted: p, pixels } of labelPairs(predicted.segments, truth.segments)) {
    const [ofTruth, ofPrediction] = [truth.classes.get(t), predicted.classes.get(p)];
    const crowd = truth.crowds?.has(t) ?? false;
    if (ofPrediction !== undefined)
      addPixels(draftOf(ofPrediction).predicted, p, pixels, {
        counted: ofTruth !== undefined,
        excusing: ofTruth === undefined || (crowd && ofTruth === ofPrediction),
      });
    if (ofTruth === undefined || crowd) continue;
    const unknown = ofPrediction === undefined && unlabelled === "ignored";
    addPixels(draftOf(ofTruth).truth, t, pixels, { counted: !unknown, excusing: unknown });
    if (ofPrediction === ofTruth) draftOf(ofTruth).shared.push([p, t, pixels]);
  }
  return new Map([...drafts].map(([label, draft]) => [label, finished(draft)]));
}

interface Segment {
  /** Pixels that count in unions. */
  size: number;
  /** Pixels of which more than half excuse it. */
  excusing: number;
  all: number;
}

interface Draft {
  readonly predicted: Map<number, Segment>;
  readonly truth: Map<number, Segment>;
  readonly shared: (readonly [predicted: number, truth: number, pixels: number])[];
}

function emptyDraft(): Draft {
  return { predicted: new Map(), truth: new Map(), shared: [] };
}

function addPixels(
  segments: Map<number, Segment>,
  id: number,
  pixels: number,
  { counted, excusing }: { readonly counted: boolean; readonly excusing: boolean },
): void {
  const segment = segments.get(id) ?? { size: 0, excusing: 0, all: 0 };
  segments.set(id, segment);
  segment.all += pixels;
  if (counted) segment.size += pixels;
  if (excusing) segment.excusing += pixels;
}

function finished({ predicted, truth, shared }: Draft): InstanceOverlaps {
  const numbers = [predicted, truth].map((side) => new Map([...side.keys()].map((id, k) => [id, k])));
  const [p, t] = [predicted, truth].map((side) => ({
    labels: [...side.keys()],
    sizes: [...side.values()].map(({ size }) => size),
  }));
  const pairs = shared.map(([idOfPrediction, idOfTruth, pixels]): ObjectPair => {
    const [a, b] = [numbers[0].get(idOfPrediction)!, numbers[1].get(idOfTruth)!];
    return { predicted: a, truth: b, shared: pixels, iou: pixels / (p.sizes[a] + t.sizes[b] - pixels) };
  });
  return {
    ...{ predicted: p, truth: t, pairs },
    ...{ excused: excusedOf(predicted), excusedTruth: excusedOf(truth) },
  };
}

function excusedOf(segments: ReadonlyMap<number, Segment>): number[] {
  return [...segments.values()].flatMap(({ excusing, all }, k) => (2 * excusing > all ? [k] : []));
}
