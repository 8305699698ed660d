import type { Pixel } from "./pixels.ts";
import { averageOverClasses, keptClasses, type Region, weightedSum } from "./region.ts";

interface Counts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly p: number;
  readonly y: number;
  readonly pp: number;
  readonly yy: number;
}

function countsOf(region: Region, classes: readonly number[]): Counts {
  const sum = (of: (p: number, y: number) => number): number =>
    classes.reduce((s, c) => s + weightedSum(region, (x: Pixel) => of(x.p[c], x.y[c])), 0);
  return {
    tp: sum((p, y) => p * y),
    fp: sum((p, y) => p * (1 - y)),
    fn: sum((p, y) => (1 - p) * y),
    p: sum((p) => p),
    y: sum((_, y) => y),
    pp: sum((p) => p * p),
    yy: sum((_, y) => y * y),
  };
}

/** One minus a score of the counts: of each class and averaged, or of all classes together. */
function lossOf(region: Region, empty: number, score: (counts: Counts) => [number, number]): number {
  const of = (classes: readonly number[]): number => {
    const [above, below] = score(countsOf(region, classes));
    return 1 - (above === 0 && below === 0 ? empty : above / below);
  };
  return region.policy.pooled ? of(keptClasses(region)) : averageOverClasses(region, (c) => of([c]));
}

interface OverlapOptions {
  readonly squared?: boolean;
  readonly smooth?: number;
  readonly empty?: number;
}

export function dice(region: Region, { squared = true, smooth = 0, empty = 1 }: OverlapOptions): number {
  return lossOf(region, empty, ({ tp, p, y, pp, yy }) => [
    2 * tp + smooth,
    (squared ? pp + yy : p + y) + smooth,
  ]);
}

export function jaccard(region: Region, { squared = false, smooth = 0, empty = 1 }: OverlapOptions): number {
  return lossOf(region, empty, ({ tp, p, y, pp, yy }) => [
    tp + smooth,
    (squared ? pp + yy : p + y) - tp + smooth,
  ]);
}

interface TverskyOptions {
  readonly alpha?: number;
  readonly beta?: number;
  readonly smooth?: number;
  readonly empty?: number;
}

export function tversky(region: Region, options: TverskyOptions): number {
  const { alpha = 0.5, beta = 0.5, smooth = 0, empty = 1 } = options;
  return lossOf(region, empty, ({ tp, fp, fn }) => [tp + smooth, tp + alpha * fp + beta * fn + smooth]);
}
