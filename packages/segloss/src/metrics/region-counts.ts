import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import { LABELS } from "../door/kinds.ts";
import type { LabelArray } from "../fields/grid.ts";
import type { ClassCounts } from "./class-counts.ts";
import { type ConfusionMatrix, emptyConfusionMatrix, MATRIX } from "./confusion-matrix.ts";
import { type LabelPair, labelPairs, readPairs } from "./label-pairs.ts";
import { REGION, REGIONS, type Region } from "./regions.ts";

/**
 * A confusion matrix for each region, in which class 1 is the region and class 0 everything else: what `score` and
 * `scoreImages` take, and what adds up over images. Regions may overlap.
 *
 * @param ignore labels of the truth whose pixels are left out
 * @throws RangeError when the maps differ in length
 *
 * @example
 * const [wt] = regionMatrices(predicted, truth, parseRegions("WT=1+2+3,TC=2+3"));
 * score(diceScore, wt, { classes: [1] }).value
 */
export function regionMatrices(
  predicted: LabelArray,
  truth: LabelArray,
  regions: readonly Region[],
  options: { readonly ignore?: number | readonly number[] } = {},
): ConfusionMatrix[] {
  check("regionMatrices: regions", regions, REGIONS);
  checkOptions("regionMatrices", options, { ignore: LABELS });
  const { ignore = [] } = options;
  const left = new Set([ignore].flat());
  const pairs = labelPairs(predicted, truth).filter((pair) => !left.has(pair.truth));
  return regions.map((region) => regionMatrix(pairs, region));
}

/** The confusion matrix of one region against the rest, of pairs of labels. */
export function regionMatrix(pairs: readonly LabelPair[], region: Region): ConfusionMatrix {
  check("regionMatrix: region", region, REGION);
  const inside = (label: number) => Number(region.labels.includes(label));
  return emptyConfusionMatrix({ classes: 2 }).addPairs(
    readPairs("regionMatrix: pairs", pairs).map(({ truth, predicted, pixels }) => ({
      truth: inside(truth),
      predicted: inside(predicted),
      pixels,
    })),
  );
}

/** The counts of a region from its matrix, for `generalizedDiceOf` and the like. */
export function regionCounts(matrix: ConfusionMatrix): ClassCounts {
  check("regionCounts: matrix", matrix, MATRIX);
  if (matrix.classes !== 2)
    throw new RangeError(
      `regionCounts needs a matrix of 2 classes, as regionMatrices gives, got ${matrix.classes}`,
    );
  const [tn, fp, fn, tp] = matrix.counts;
  return { tp, fp, fn, tn };
}
