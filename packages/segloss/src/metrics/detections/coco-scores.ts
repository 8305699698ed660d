import { sortedMean } from "../sorted-mean.ts";
import type { CocoOptions } from "./coco-options.ts";
import type { MatchedImage } from "./match-detections.ts";

/** undefined where there is nothing to find; pycocotools writes -1. */
export interface CocoScores {
  /** AP@[.5:.95], the mean over thresholds, recalls and categories. */
  readonly averagePrecision: number | undefined;
  /** AP at each threshold. */
  readonly atThresholds: readonly (number | undefined)[];
  /** AR at each number of detections. */
  readonly averageRecall: readonly (number | undefined)[];
  /** AP and AR, at the most detections, by size. */
  readonly sizes: Readonly<Record<string, CocoPair>>;
  /** By category. */
  readonly categories: ReadonlyMap<number, CocoPair>;
  /** Images and categories that have more detections than count, or exactly so many. */
  readonly full: number;
}

export interface CocoPair {
  readonly averagePrecision: number | undefined;
  readonly averageRecall: number | undefined;
}

/** Recalls at which precision is read off: 0, 0.01, ..., 1. */
const RECALLS = Array.from({ length: 101 }, (_, k) => k / 100);

interface Curves {
  /** Per threshold the precision at each recall. */
  readonly precision: readonly (readonly number[])[];
  /** Per threshold. */
  readonly recall: readonly number[];
}

export function cocoScores(images: readonly MatchedImage[], options: Required<CocoOptions>): CocoScores {
  const { thresholds, maxDetections, areas } = options;
  const most = maxDetections.at(-1)!;
  const categories = [...new Set(images.map(({ category }) => category))].sort((a, b) => a - b);
  const ofCategory = new Map(
    categories.map((category) => [
      category,
      images.filter((image) => image.category === category).sort((a, b) => a.id - b.id),
    ]),
  );
  const curves = (size: string, limit: number) =>
    categories.flatMap(
      (category) => curvesOf(ofCategory.get(category)!, size, limit, thresholds.length) ?? [],
    );
  const all = curves("all", most);
  return {
    averagePrecision: precisionOf(all),
    atThresholds: thresholds.map((_, t) => meanOf(all.flatMap(({ precision }) => precision[t]))),
    averageRecall: maxDetections.map((limit) => recallOf(curves("all", limit))),
    sizes: Object.fromEntries(Object.keys(areas).map((name) => [name, pairOf(curves(name, most))])),
    categories: new Map(
      categories.map((category) => {
        const own = curvesOf(ofCategory.get(category)!, "all", most, thresholds.length);
        return [category, pairOf(own ? [own] : [])];
      }),
    ),
    full: images.filter(({ scores }) => scores.length === most).length,
  };
}

function pairOf(curves: readonly Curves[]): CocoPair {
  return { averagePrecision: precisionOf(curves), averageRecall: recallOf(curves) };
}

function precisionOf(curves: readonly Curves[]): number | undefined {
  return meanOf(curves.flatMap(({ precision }) => precision.flat()));
}

function recallOf(curves: readonly Curves[]): number | undefined {
  return meanOf(curves.flatMap(({ recall }) => recall));
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : sortedMean(values);
}

/** undefined where no object of that size is to be found. */
function curvesOf(
  images: readonly MatchedImage[],
  size: string,
  limit: number,
  thresholds: number,
): Curves | undefined {
  const wanted = images.reduce((sum, image) => sum + image.areas[size].wanted, 0);
  if (wanted === 0) return undefined;
  const detections = images.flatMap((image) =>
    image.scores.slice(0, limit).map((score, k) => ({ score, k, right: image.areas[size].right })),
  );
  detections.sort((a, b) => b.score - a.score);
  const ofThresholds = Array.from({ length: thresholds }, (_, t) =>
    curveOf(
      detections.map(({ right, k }) => right[t][k]),
      wanted,
    ),
  );
  return {
    precision: ofThresholds.map((curve) => curve.precision),
    recall: ofThresholds.map((curve) => curve.recall),
  };
}

/** @param right of each detection, the surest first: 1 right, 0 wrong, -1 neither */
function curveOf(
  right: readonly number[],
  wanted: number,
): { readonly precision: readonly number[]; readonly recall: number } {
  const recalls: number[] = [];
  const precisions: number[] = [];
  let [tp, fp] = [0, 0];
  for (const one of right) {
    if (one === 1) tp++;
    else if (one === 0) fp++;
    recalls.push(tp / wanted);
    precisions.push(tp + fp === 0 ? 0 : tp / (tp + fp));
  }
  for (let k = precisions.length - 1; k > 0; k--)
    precisions[k - 1] = Math.max(precisions[k - 1], precisions[k]);
  let at = 0;
  const precision = RECALLS.map((recall) => {
    while (at < recalls.length && recalls[at] < recall) at++;
    return precisions[at] ?? 0;
  });
  return { precision, recall: recalls.at(-1) ?? 0 };
}
