import { dataError } from "./data-error.ts";
import type { DataSet } from "./data-set.ts";
import { random, shuffled } from "./random.ts";

export interface SplitOptions {
  /** Draws the groups that are held back. Default 0. Without effect where the data set fixes them. */
  seed?: number;
  /** Share of the groups that are held back, at least one group. Default 0.25. */
  validationShare?: number;
}

export interface Split {
  train: DataSet;
  validation: DataSet;
}

/** Splits by group (image, volume, longitude), never by tile, so that no pixel is on both sides. */
export function split(dataSet: DataSet, options: SplitOptions = {}): Split {
  const { seed = 0, validationShare = 0.25 } = options;
  const held = new Set(dataSet.validationGroups ?? drawGroups(dataSet, seed, validationShare));
  const validation = dataSet.images.filter((sample) => held.has(sample.group));
  const train = dataSet.images.filter((sample) => !held.has(sample.group));
  return { train: { ...dataSet, images: train }, validation: { ...dataSet, images: validation } };
}

function drawGroups(dataSet: DataSet, seed: number, share: number): string[] {
  if (!(share > 0 && share < 1))
    throw dataError(`the share of images held back must be between 0 and 1, not ${share}`);
  const groups = [...new Set(dataSet.images.map((sample) => sample.group))];
  if (groups.length < 2)
    throw dataError(
      `${dataSet.name} has ${groups.length} image; training and held-back images must differ, so give two or more`,
    );
  const count = Math.min(groups.length - 1, Math.max(1, Math.round(share * groups.length)));
  return shuffled(groups, random(seed)).slice(0, count);
}
