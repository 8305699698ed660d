import type { LabelArray } from "segloss/fields";
import { compareObjects, instanceOverlaps, type MaskPair } from "segloss/metrics";

/** One object, where its first pixel is, along each axis. */
export interface ListedObject {
  readonly label: number;
  readonly pixels: number;
  readonly at: readonly number[];
}

/** What became of the objects of a class, for `--json`. */
export interface ObjectLists {
  readonly class: number | string;
  readonly matched: readonly { readonly predicted: number; readonly truth: number; readonly iou: number }[];
  readonly missed: readonly ListedObject[];
  /** Predicted objects without a match: false ones. */
  readonly extra: readonly ListedObject[];
  readonly merged: readonly { readonly predicted: ListedObject; readonly truth: readonly ListedObject[] }[];
  readonly split: readonly { readonly truth: ListedObject; readonly predicted: readonly ListedObject[] }[];
}

export function objectLists(label: number | string, pair: MaskPair): ObjectLists {
  const [p, t] = pair.objects();
  const overlaps = pair.overlaps?.() ?? instanceOverlaps(p, t);
  const { matched, missed, extra, merged, split } = compareObjects(overlaps);
  const [ofPrediction, ofTruth] = [listed(p, pair.shape), listed(t, pair.shape)];
  return {
    ...{ class: label, matched },
    missed: missed.map(ofTruth),
    extra: extra.map(ofPrediction),
    merged: merged.map((one) => ({ predicted: ofPrediction(one.predicted), truth: one.truth.map(ofTruth) })),
    split: split.map((one) => ({ truth: ofTruth(one.truth), predicted: one.predicted.map(ofPrediction) })),
  };
}

function listed(labels: LabelArray, shape: readonly number[]): (label: number) => ListedObject {
  const objects = new Map<number, { pixels: number; first: number }>();
  labels.forEach((label: number, i: number) => {
    const one = objects.get(label) ?? { pixels: 0, first: i };
    one.pixels++;
    objects.set(label, one);
  });
  return (label) => {
    const { pixels = 0, first = 0 } = objects.get(label) ?? {};
    return { label, pixels, at: placeOf(first, shape) };
  };
}

function placeOf(index: number, shape: readonly number[]): number[] {
  let left = index;
  const place = shape.toReversed().map((size) => {
    const at = left % size;
    left = (left - at) / size;
    return at;
  });
  return place.toReversed();
}
