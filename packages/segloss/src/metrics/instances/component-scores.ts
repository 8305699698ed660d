import { checkOptions } from "../../door/check-options.ts";
import { ANY, FINITE } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { type ComponentsOptions, connectedComponents } from "../../fields/connected-components.ts";
import type { LabelArray } from "../../fields/grid.ts";
import { nearestLabels } from "../../fields/nearest-labels.ts";
import { readKnown } from "../../fields/read-known.ts";
import type { ClassCounts } from "../class-counts.ts";
import { detectedObjects } from "./detected-objects.ts";
import { findObjects, OBJECT_OPTIONS, type ObjectOptions } from "./find-objects.ts";
import { instanceOverlaps } from "./instance-overlaps.ts";

export interface ComponentOptions extends Pick<ComponentsOptions, "connectivity" | "known"> {
  /** Pixel size along each axis of the shape. Default: 1 along each. */
  readonly spacing?: readonly number[];
}

/**
 * Counts of pixels for each connected part of a true mask, within the region nearer to it than to any
 * other part: each part weighs the same in the mean of a metric over them (`metric.from(counts, {})`),
 * however small it is. Predictions far from any part count against the nearest. Empty without a true part.
 *
 * A. Jaus and others, "Every Component Counts", AAAI 2025, https://arxiv.org/abs/2410.18684
 *
 * @example componentCounts(p, t, shape).map((counts) => diceScore.from(counts, {})) // Dice of each lesion
 */
export function componentCounts(
  prediction: LabelArray,
  annotation: LabelArray,
  shape: readonly number[],
  options: ComponentOptions = {},
): ClassCounts[] {
  checkOptions("componentCounts", options, { connectivity: ANY, spacing: ANY, known: ANY });
  const { connectivity = "face", spacing } = options;
  const predicted = readLabels("prediction", prediction);
  const truth = readLabels("truth", annotation);
  checkLengths(predicted, truth);
  const known = readKnown(options.known, shape);
  const regions = known === undefined ? { connectivity } : { connectivity, known };
  return objectCounts(predicted, connectedComponents(binary(truth), shape, regions).labels, shape, {
    ...(spacing !== undefined && { spacing }),
    ...(known !== undefined && { known }),
  });
}

/**
 * Counts of pixels for each object of a map of them, 0 where there is none, within the region nearest to it.
 *
 * @param prediction nonzero inside
 */
export function objectCounts(
  prediction: LabelArray,
  objects: LabelArray,
  shape: readonly number[],
  options: Pick<ComponentOptions, "spacing" | "known"> = {},
): ClassCounts[] {
  checkOptions("objectCounts", options, { spacing: ANY, known: ANY });
  const { spacing } = options;
  const predicted = readLabels("prediction", prediction);
  const known = readKnown(options.known, shape);
  const { labels, count } = numbered(readLabels("objects", objects));
  checkLengths(predicted, labels);
  const regions = nearestLabels(labels, shape, spacing === undefined ? {} : { spacing });
  const counts = Array.from({ length: count }, () => ({ tp: 0, fp: 0, fn: 0, tn: 0 }));
  if (count === 0) return counts;
  for (let i = 0; i < labels.length; i++) {
    if (known?.[i] === 0) continue;
    const one = counts[regions[i] - 1];
    if (labels[i]) one[predicted[i] ? "tp" : "fn"]++;
    else one[predicted[i] ? "fp" : "tn"]++;
  }
  return counts;
}

export interface LesionOptions extends ObjectOptions {
  /** Share of a lesion's pixels that must be covered for it to be found, reached at ties. Default: any pixel. */
  readonly overlap?: number;
}

/** Lesions, the connected parts of a mask, as detected or not. */
export interface LesionDetection {
  /** Lesions of the truth that were found, and those that were not. */
  readonly found: number;
  readonly missed: number;
  /** Lesions of the prediction that touch a true one enough, and false alarms. */
  readonly right: number;
  readonly falseAlarms: number;
}

/**
 * Which lesions were detected. Recall is found / (found + missed), precision right / (right +
 * falseAlarms); several predicted lesions may cover one true lesion, and one may cover several.
 */
export function lesionDetection(
  prediction: LabelArray,
  annotation: LabelArray,
  shape: readonly number[],
  options: LesionOptions = {},
): LesionDetection {
  checkOptions("lesionDetection", options, { ...OBJECT_OPTIONS, overlap: FINITE });
  const { overlap = 0, ...objects } = options;
  const [p, t] = [readLabels("prediction", prediction), readLabels("truth", annotation)].map((mask) =>
    findObjects(mask, shape, objects),
  );
  const { found, missed, right, falseAlarms } = detectedObjects(instanceOverlaps(p, t), overlap);
  return {
    ...{ found: found.length, missed: missed.length },
    ...{ right: right.length, falseAlarms: falseAlarms.length },
  };
}

/** Labels as numbers 1, 2, ... in the order of first pixels. */
function numbered(objects: LabelArray): { readonly labels: Int32Array; readonly count: number } {
  const numbers = new Map([[0, 0]]);
  const labels = Int32Array.from(objects, (label: number) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
  return { labels, count: numbers.size - 1 };
}

function binary(mask: LabelArray): Uint8Array {
  return Uint8Array.from(mask, (value) => (value ? 1 : 0));
}

function checkLengths(predicted: LabelArray, truth: LabelArray): void {
  if (predicted.length === truth.length) return;
  throw new RangeError(
    `prediction and truth must have the same pixels, got ${predicted.length} and ${truth.length}`,
  );
}
