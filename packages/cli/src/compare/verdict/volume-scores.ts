import type { TrialSummary, VolumeScore } from "../protocol/results.ts";
import type { ImageEvidence } from "../protocol/trial.ts";
import { meanOf } from "./mean-of.ts";
import { imageScore, measureOf } from "./measures.ts";

/**
 * Dice of whole volumes, from the counts of their slices added up: a volume has one network in a repeat, since none is divided over folds; the mean over repeats.
 *
 * @param volumes of the images by index; undefined for one that is no slice
 */
export function volumeScores(
  trials: readonly TrialSummary[],
  volumes: readonly (string | undefined)[],
  scored: readonly number[],
): VolumeScore[] {
  const names = [...new Set(volumes)].filter((name) => name !== undefined);
  return names.flatMap((name) => {
    const each = trials.flatMap(({ evidence }) => {
      const slices = evidence.filter(({ image }) => volumes[image] === name);
      return slices.length === 0 ? [] : [imageScore(measureOf("dice"), added(slices), scored)];
    });
    return each.length === 0 ? [] : [{ name, dice: meanOf(each) }];
  });
}

function added(slices: readonly ImageEvidence[]): ImageEvidence {
  const sum = (of: (one: ImageEvidence) => readonly number[]) =>
    of(slices[0]).map((_, c) => slices.reduce((all, one) => all + of(one)[c], 0));
  return {
    image: slices[0].image,
    ...{ tp: sum(({ tp }) => tp), fp: sum(({ fp }) => fp), fn: sum(({ fn }) => fn), ece: 0, bins: [] },
  };
}
