import { dataError } from "../../data/data-error.ts";
import type { ImageEntry } from "../../data/image-source.ts";
import { random } from "../../data/random.ts";
import { stratifiedParts, type Unit } from "./stratified-parts.ts";

/** Who is chosen on, and who is held back when. */
export interface Division {
  /** Images on which rates, losses and states are chosen; in no score, and never trained on. */
  readonly validation: readonly number[];
  /** `fold[repeat][image]`; -1 for those of validation. */
  readonly fold: readonly (readonly number[])[];
}

export interface DivideOptions {
  readonly folds: number;
  readonly repeats: number;
  readonly seed: number;
  /** Groups that the data set calls its validation part: they are chosen on. Default: a fifth, drawn. */
  readonly given?: readonly string[];
}

/** Fewer are never accepted. */
const LEAST_FOLDS = 3;
const VALIDATION_SHARE = 0.2;
/** Streams of the seed, apart from those of trainings. */
const VALIDATION_STREAM = 101;
const FOLD_STREAM = 102;

/**
 * Divides images by group (scene, subject, volume): a fifth for validation, the rest into folds, with another partition in each repeat. Classes are spread over
 * all sides as evenly as their groups allow.
 *
 * @throws DataError where there are fewer groups than folds and one
 */
export function divideImages(
  images: readonly Pick<ImageEntry, "group" | "classPixels">[],
  { folds, repeats, seed, given = [] }: DivideOptions,
): Division {
  const groups = [...new Set(images.map(({ group }) => group))];
  if (groups.length < folds + 1)
    throw dataError(
      `${groups.length} ${groups.length === 1 ? "group" : "groups"} of images (scenes, subjects, volumes), where ${folds} folds and images to choose on need ${folds + 1}: ` +
        (groups.length > LEAST_FOLDS
          ? `--folds ${groups.length - 1} fits, or give more images (with --sample, a greater one)`
          : "give more images (with --sample, a greater one); groups.csv says which belong together"),
    );
  const units = groups.map((group): Unit => unitOf(images.filter((image) => image.group === group)));
  const isGiven = groups.some((group) => given.includes(group));
  const side = isGiven
    ? groups.map((group) => (given.includes(group) ? 0 : 1))
    : stratifiedParts(units, [VALIDATION_SHARE, 1 - VALIDATION_SHARE], random(seed, VALIDATION_STREAM));
  spare(side, units, folds);
  const scored = groups.map((_, g) => g).filter((g) => side[g] === 1);
  const fold = Array.from({ length: repeats }, (_, repeat) => {
    const parts = stratifiedParts(
      scored.map((g) => units[g]),
      Array.from({ length: folds }, () => 1 / folds),
      random(seed, FOLD_STREAM, repeat),
    );
    const foldOf = new Map(scored.map((g, k) => [groups[g], parts[k]]));
    return images.map(({ group }) => foldOf.get(group) ?? -1);
  });
  const validation = images.flatMap(({ group }, image) => (side[groups.indexOf(group)] === 0 ? [image] : []));
  return { validation, fold };
}

function unitOf(images: readonly Pick<ImageEntry, "classPixels">[]): Unit {
  const classes = images[0].classPixels.map((_, c) => c);
  return {
    images: images.length,
    classes: classes.filter((c) => images.some(({ classPixels }) => classPixels[c] > 0)),
  };
}

/** Validation gives groups back until every fold can have one: the smallest first. */
function spare(side: number[], units: readonly Unit[], folds: number): void {
  const bySize = units.map((_, g) => g).sort((a, b) => units[a].images - units[b].images);
  for (const g of bySize) {
    const scored = side.filter((part) => part === 1).length;
    if (scored >= folds) return;
    if (side[g] === 0) side[g] = 1;
  }
}
