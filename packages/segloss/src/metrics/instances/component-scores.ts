import { checkOptions } from "../../door/check-options.ts";
import { ANY, FINITE } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { type ComponentsOptions, connectedComponents } from "../../fields/connected-components.ts";
import type { LabelArray } from "../../fields/grid.ts";
import { nearestLabels } from "../../fields/nearest-labels.ts";
import type { ClassCounts } from "../class-counts.ts";
import { instanceOverlaps, type Objects } from "./instance-overlaps.ts";

export interface ComponentOptions extends Pick<ComponentsOptions, "connectivity"> {
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
  checkOptions("componentCounts", options, { connectivity: ANY, spacing: ANY });
  const { connectivity = "face", spacing } = options;
  const predicted = readLabels("prediction", prediction);
  const truth = readLabels("truth", annotation);
  checkLengths(predicted, truth);
  const { labels, count } = connectedComponents(binary(truth), shape, { connectivity });
  const regions = nearestLabels(labels, shape, spacing === undefined ? {} : { spacing });
  const counts = Array.from({ length: count }, () => ({ tp: 0, fp: 0, fn: 0, tn: 0 }));
  if (count === 0) return counts;
  for (let i = 0; i < truth.length; i++) {
    const one = counts[regions[i] - 1];
    if (truth[i]) one[predicted[i] ? "tp" : "fn"]++;
    else one[predicted[i] ? "fp" : "tn"]++;
  }
  return counts;
}

export interface LesionOptions extends Pick<ComponentsOptions, "connectivity"> {
  /** Share of a lesion's pixels that the prediction must cover for it to be found. Default: any pixel. */
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
  checkOptions("lesionDetection", options, { connectivity: ANY, overlap: FINITE });
  const { connectivity = "face", overlap = 0 } = options;
  const predicted = readLabels("prediction", prediction);
  const truth = readLabels("truth", annotation);
  if (!(overlap >= 0 && overlap <= 1))
    throw new RangeError(`overlap must be a share, 0 to 1, got ${overlap}`);
  const [p, t] = [predicted, truth].map(
    (mask) => connectedComponents(binary(mask), shape, { connectivity }).labels,
  );
  const overlaps = instanceOverlaps(p, t);
  const sharedOf = (side: "predicted" | "truth") => {
    const shared = overlaps[side].sizes.map(() => 0);
    for (const pair of overlaps.pairs) shared[pair[side]] += pair.shared;
    return enough(overlaps[side], shared, overlap);
  };
  const found = sharedOf("truth");
  const right = sharedOf("predicted");
  return {
    found,
    missed: overlaps.truth.sizes.length - found,
    right,
    falseAlarms: overlaps.predicted.sizes.length - right,
  };
}

function enough({ sizes }: Objects, shared: readonly number[], overlap: number): number {
  return sizes.filter((size, k) => shared[k] > 0 && shared[k] >= overlap * size).length;
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
