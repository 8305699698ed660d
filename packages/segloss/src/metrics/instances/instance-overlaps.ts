import { checkOptions } from "../../door/check-options.ts";
import type { Kind } from "../../door/kind.ts";
import { LABELS } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import type { LabelArray } from "../../fields/grid.ts";

/** The objects of one label map; objects are numbered 0, 1, ... in the order of their first pixels. */
export interface Objects {
  /** The label of each. */
  readonly labels: readonly number[];
  /** Pixels of each. */
  readonly sizes: readonly number[];
}

/** A predicted and a true object that share pixels. */
export interface ObjectPair {
  /** Numbers of the objects, not their labels. */
  readonly predicted: number;
  readonly truth: number;
  /** Pixels that they share. */
  readonly shared: number;
  /** Shared pixels over the pixels of either. */
  readonly iou: number;
}

/** What the instance metrics read. */
export interface InstanceOverlaps {
  readonly predicted: Objects;
  readonly truth: Objects;
  /** All pairs that share pixels. */
  readonly pairs: readonly ObjectPair[];
  /**
   * Numbers of predicted objects that are no mistake when nothing matches them, since more than half of their pixels are
   * ignored; most of the time none.
   */
  readonly excused?: readonly number[];
  /** The same of true objects, where the prediction may say that it does not know; elsewhere absent. */
  readonly excusedTruth?: readonly number[];
}

export const OVERLAPS: Kind = {
  expected: "what instanceOverlaps gives",
  fits: (value) => {
    const { predicted, truth, pairs } = (value ?? {}) as Partial<InstanceOverlaps>;
    const lists = [predicted, truth].flatMap((objects) => [objects?.labels, objects?.sizes]);
    return Array.isArray(pairs) && lists.every(Array.isArray);
  },
};

/**
 * Overlaps of the objects of two label maps, where 0 is background and each other label one object
 * (`findObjects` makes such maps of masks). Time linear in the pixels.
 *
 * @param ignore labels of the truth whose pixels are in no object, the void of panoptic segmentation: a predicted object that
 *   has more than half of its pixels there, and matches nothing, is no mistake
 * @throws RangeError when the maps differ in length
 */
export function instanceOverlaps(
  prediction: LabelArray,
  annotation: LabelArray,
  options: { readonly ignore?: number | readonly number[] } = {},
): InstanceOverlaps {
  checkOptions("instanceOverlaps", options, { ignore: LABELS });
  const { ignore = [] } = options;
  const predicted = readLabels("prediction", prediction);
  const truth = readLabels("truth", annotation);
  if (predicted.length !== truth.length)
    throw new RangeError(
      `prediction and truth must have the same pixels, got ${predicted.length} and ${truth.length} values`,
    );
  const [p, t, hidden] = [emptyList(), emptyList(), emptyList()];
  const ignored = new Set([ignore].flat());
  const shared = new Map<number, Map<number, number>>();
  forEachRun(predicted, truth, (predictedLabel, trueLabel, pixels) => {
    if (ignored.has(trueLabel)) {
      count(hidden, predictedLabel, pixels);
      return;
    }
    const inPrediction = count(p, predictedLabel, pixels);
    const inTruth = count(t, trueLabel, pixels);
    if (inPrediction < 0 || inTruth < 0) return;
    const row = shared.get(inPrediction) ?? new Map<number, number>();
    shared.set(inPrediction, row.set(inTruth, (row.get(inTruth) ?? 0) + pixels));
  });
  const pairs = [...shared].flatMap(([a, row]) =>
    [...row].map(([b, pixels]) => ({
      predicted: a,
      truth: b,
      shared: pixels,
      iou: pixels / (p.sizes[a] + t.sizes[b] - pixels),
    })),
  );
  const excused = p.labels.flatMap((label, number) =>
    hiddenPixels(hidden, label) > p.sizes[number] ? [number] : [],
  );
  return { predicted: p, truth: t, pairs, excused };
}

function hiddenPixels({ sizes, numbers }: ObjectList, label: number): number {
  const number = numbers.get(label);
  return number === undefined ? 0 : sizes[number];
}

interface ObjectList {
  readonly labels: number[];
  readonly sizes: number[];
  readonly numbers: Map<number, number>;
}

function emptyList(): ObjectList {
  return { labels: [], sizes: [], numbers: new Map() };
}

/** The number of the object of that label, whose size grows; -1 for background. */
function count({ labels, sizes, numbers }: ObjectList, label: number, pixels: number): number {
  if (label === 0) return -1;
  let number = numbers.get(label);
  if (number === undefined) {
    number = labels.length;
    numbers.set(label, number);
    labels.push(label);
    sizes.push(0);
  }
  sizes[number] += pixels;
  return number;
}

function forEachRun(
  predicted: LabelArray,
  truth: LabelArray,
  visit: (predicted: number, truth: number, pixels: number) => void,
): void {
  for (let i = 0, from = 0; i < truth.length; from = i) {
    const p = predicted[i];
    const t = truth[i];
    while (i < truth.length && predicted[i] === p && truth[i] === t) i++;
    visit(p, t, i - from);
  }
}
