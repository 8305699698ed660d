import { isOnePartition } from "./partition.ts";

/** What was scored: every image once in each repeat, by a network that did not see it. */
export interface RepeatedScores {
  /** `scores[candidate][image][repeat]`; null where the image has no score, for all candidates alike. */
  readonly scores: readonly (readonly (readonly (number | null)[])[])[];
  /** `fold[repeat][image]`: the fold in which the image was held back. */
  readonly fold: readonly (readonly number[])[];
  /** Scene or subject of each image, which no fold divides. Default: the image itself. */
  readonly group?: readonly number[];
}

/** One repeat: its folds and their weights. */
interface Repeat {
  /** Number of the fold of each unit, from 0. */
  readonly foldOf: readonly number[];
  /** Share of the images in each fold. */
  readonly weights: readonly number[];
}

/**
 * Scores by unit (group of images), with what the variance of a difference needs. Units have the share of their images as weight.
 */
export interface FoldTable {
  readonly candidates: number;
  readonly images: number;
  readonly units: number;
  readonly repeats: readonly Repeat[];
  /** Share of the images in each unit. */
  readonly shares: readonly number[];
  /** `values[candidate][repeat][unit]`. */
  readonly values: readonly (readonly (readonly number[])[])[];
  /** Degrees of freedom of every difference. */
  readonly df: number;
  /** Whether several repeats had one partition, so that they are one here. */
  readonly isOnePartition: boolean;
  /** Mean score of each candidate. */
  readonly means: readonly number[];
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

/**
 * Brings scores into units and repeats. Images without a score are left out; repeats that all have one partition are averaged
 * first, since they tell nothing of how another partition would have come out.
 */
export function foldTable({ scores, fold, group }: RepeatedScores): FoldTable {
  const all = fold[0].map((_, image) => image);
  const kept = all.filter((image) => scores.every((of) => of[image].every((value) => value !== null)));
  const samePartition = isOnePartition(fold.map((one) => kept.map((image) => one[image])));
  const folds = samePartition ? [fold[0]] : fold;
  const scoreOf = (of: RepeatedScores["scores"][number], image: number, repeat: number) =>
    samePartition ? sum(of[image] as readonly number[]) / fold.length : (of[image][repeat] as number);

  const names = [...new Set(kept.map((image) => group?.[image] ?? image))];
  const members = names.map((name) => kept.filter((image) => (group?.[image] ?? image) === name));
  const shares = members.map((images) => images.length / kept.length);
  const values = scores.map((of) =>
    folds.map((_, repeat) =>
      members.map((images) => sum(images.map((image) => scoreOf(of, image, repeat))) / images.length),
    ),
  );
  const repeats = folds.map((one) =>
    repeatOf(
      members.map(([first]) => one[first]),
      shares,
    ),
  );
  const ofRepeats = repeats.map(({ weights }) => 1 / sum(weights.map((w) => w * w)) - 1);
  return {
    isOnePartition: samePartition,
    ...{ candidates: scores.length, images: kept.length, units: members.length, repeats, shares, values },
    df:
      members.length === 0 ? 0 : Math.min(sum(ofRepeats), 1 / sum(shares.map((share) => share * share)) - 1),
    means: values.map((of) => sum(of.map((row) => weighted(row, shares))) / repeats.length),
  };
}

function repeatOf(folds: readonly number[], shares: readonly number[]): Repeat {
  const names = [...new Set(folds)];
  const foldOf = folds.map((one) => names.indexOf(one));
  return { foldOf, weights: names.map((_, f) => sum(shares.filter((_share, unit) => foldOf[unit] === f))) };
}

function weighted(values: readonly number[], weights: readonly number[]): number {
  return sum(values.map((value, k) => value * weights[k]));
}

/** Differences of two candidates, [repeat][unit]. */
export type Contrast = readonly (readonly number[])[];

export function contrast({ values }: FoldTable, a: number, b: number): Contrast {
  return values[a].map((row, repeat) => row.map((value, unit) => value - values[b][repeat][unit]));
}

/** Parts of the variance of a mean difference; with two contrasts, of their covariance. */
export interface VarianceParts {
  /** Between folds: images, and the run of each training. */
  readonly folds: number;
  /** Between the images within folds. */
  readonly images: number;
  /** Between units, averaged over the repeats: not reduced by more of them. */
  readonly units: number;
}

/** The bilinear forms of the interval over folds; `x` twice gives the variance. */
export function varianceParts(table: FoldTable, x: Contrast, y: Contrast): VarianceParts {
  const { repeats, shares, units } = table;
  const perRepeat = repeats.map((repeat, r) => {
    const [fx, fy] = [foldMeans(repeat, x[r], shares), foldMeans(repeat, y[r], shares)];
    const [gx, gy] = [weighted(fx, repeat.weights), weighted(fy, repeat.weights)];
    const between = sum(repeat.weights.map((w, f) => w * w * (fx[f] - gx) * (fy[f] - gy)));
    const within = sum(
      shares.map(
        (share, u) => share * share * (x[r][u] - fx[repeat.foldOf[u]]) * (y[r][u] - fy[repeat.foldOf[u]]),
      ),
    );
    const folds = repeat.weights.length;
    return {
      folds: between / (1 - sum(repeat.weights.map((w) => w * w))),
      images: units === folds ? 0 : (units / (units - folds)) * within,
    };
  });
  const [mx, my] = [unitMeans(x), unitMeans(y)];
  const [gx, gy] = [weighted(mx, shares), weighted(my, shares)];
  return {
    folds: sum(perRepeat.map((one) => one.folds)) / repeats.length,
    images: sum(perRepeat.map((one) => one.images)) / repeats.length,
    units:
      sum(shares.map((share, u) => share * share * (mx[u] - gx) * (my[u] - gy))) /
      (1 - sum(shares.map((share) => share * share))),
  };
}

function foldMeans(
  { foldOf, weights }: Repeat,
  values: readonly number[],
  shares: readonly number[],
): number[] {
  const means = weights.map(() => 0);
  values.forEach((value, unit) => {
    means[foldOf[unit]] += (shares[unit] * value) / weights[foldOf[unit]];
  });
  return means;
}

function unitMeans(contrastOf: Contrast): number[] {
  return contrastOf[0].map((_, unit) => sum(contrastOf.map((row) => row[unit])) / contrastOf.length);
}

/** The variance or covariance that the parts stand for, without a floor. */
export function combined({ repeats, units }: FoldTable, parts: VarianceParts): number {
  if (repeats.length === 1) return parts.folds;
  const folds = sum(repeats.map(({ weights }) => weights.length)) / repeats.length;
  return parts.units + ((1 - (folds - 1) / units) * (parts.folds - parts.images)) / repeats.length;
}

/** A mean difference and its standard error. */
export interface Difference {
  readonly value: number;
  readonly error: number;
  readonly parts: VarianceParts;
}

/**
 * The mean difference of two candidates. A quarter of what images alone would give is the least variance: with three to five folds a
 * lucky tiny one would decide else.
 */
export function difference(table: FoldTable, a: number, b: number): Difference {
  const x = contrast(table, a, b);
  const parts = varianceParts(table, x, x);
  const floor = (table.repeats.length === 1 ? parts.images : parts.units) / 4;
  const value = sum(x.map((row) => weighted(row, table.shares))) / table.repeats.length;
  return { value, error: Math.sqrt(Math.max(combined(table, parts), floor, 0)), parts };
}
