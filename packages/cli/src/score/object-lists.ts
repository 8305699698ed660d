import type { LabelArray } from "segloss/fields";
import { compareObjects, instanceOverlaps, type MaskPair } from "segloss/metrics";
import type { ObjectMask } from "./layer-overlaps.ts";

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

/** @param whole the objects where they overlap */
export function objectLists(
  label: number | string,
  pair: MaskPair,
  whole?: { readonly predicted: readonly ObjectMask[]; readonly truth: readonly ObjectMask[] },
): ObjectLists {
  const [p, t] = whole ? [[], []] : pair.objects();
  const overlaps = pair.overlaps?.() ?? instanceOverlaps(p as LabelArray, t as LabelArray);
  const { matched, missed, extra, merged, split } = compareObjects(overlaps);
  const ofPrediction = whole ? listedWhole(whole.predicted, pair.shape) : listed(p as LabelArray, pair.shape);
  const ofTruth = whole ? listedWhole(whole.truth, pair.shape) : listed(t as LabelArray, pair.shape);
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

function listedWhole(
  objects: readonly ObjectMask[],
  shape: readonly number[],
): (label: number) => ListedObject {
  const places = new Map(objects.map((one) => [one.label, one.places]));
  return (label) => {
    const own = places.get(label)!;
    return { label, pixels: own.length, at: placeOf(own[0], shape) };
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
