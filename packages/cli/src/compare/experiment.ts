import {
  countPixels,
  type DataSet,
  dataError,
  measureNormalisation,
  memorySource,
  type Normalisation,
  split,
} from "../data/index.ts";
import { chooseGallery } from "./choose-gallery.ts";

/** How every network of a comparison is trained. */
export interface TrainingSettings {
  /** Width and height of a training image in pixels. */
  readonly size: number;
  /** Images in a batch. */
  readonly batch: number;
  /** Channels of the U-Net at full resolution. */
  readonly width: number;
  /** Resolutions of the U-Net. */
  readonly depth: number;
  /** Highest learning rate of Adam. */
  readonly learningRate: number;
}

/** Everything that the trainings of a comparison share: plain data, so that workers can be sent a copy. */
export interface Experiment extends TrainingSettings {
  readonly train: DataSet;
  /** Held back: never trained on, and nothing is chosen by it. */
  readonly held: DataSet;
  readonly normalisation: Normalisation;
  /** Share of each class in the training pixels that are not ignored. */
  readonly classShares: readonly number[];
  /** Channels of the logits: 1 for two classes, otherwise one per class. */
  readonly channels: number;
  /** Classes that the mean of a score is taken over: all but one that is called background. */
  readonly scored: readonly number[];
  /** Held-back images that the report shows, by index. */
  readonly gallery: readonly number[];
}

/** Most classes: labels and the ignored one are bytes. */
const MOST_CLASSES = 255;

/**
 * Splits a set of equally sized tiles and measures its training side. `seed` draws what is held back, where the set does
 * not say; it is the same for all trainings.
 */
export function makeExperiment(tiles: DataSet, settings: TrainingSettings, seed = 0): Experiment {
  checkClasses(tiles);
  const { train, validation } = split(bytes(tiles), { seed });
  const shares = classShares(train);
  return {
    ...settings,
    train,
    held: validation,
    normalisation: measureNormalisation(memorySource(train)),
    classShares: shares,
    channels: tiles.classes.length === 2 ? 1 : tiles.classes.length,
    scored: scoredClasses(tiles.classes),
    gallery: chooseGallery(validation),
  };
}

function checkClasses({ name, classes }: DataSet): void {
  if (classes.length < 2 || classes.length > MOST_CLASSES)
    throw dataError(
      `${name}: the masks have ${classes.length} classes; to compare losses takes 2 to ${MOST_CLASSES}`,
    );
}

/** Masks as bytes; an ignored label that needs more becomes 255. */
function bytes(tiles: DataSet): DataSet {
  const { ignore } = tiles;
  if (ignore === undefined || ignore <= 255) {
    return {
      ...tiles,
      images: tiles.images.map((sample) => ({ ...sample, mask: Uint8Array.from(sample.mask) })),
    };
  }
  const mask = (labels: ArrayLike<number>) =>
    Uint8Array.from(labels, (label) => (label === ignore ? 255 : label));
  return {
    ...tiles,
    ignore: 255,
    images: tiles.images.map((sample) => ({ ...sample, mask: mask(sample.mask) })),
  };
}

function classShares(train: DataSet): number[] {
  const { classes } = countPixels(train);
  const all = classes.reduce((a, b) => a + b, 0);
  if (all === 0)
    throw dataError(`${train.name}: every training pixel is ignored, so there is nothing to learn`);
  return classes.map((pixels) => pixels / all);
}

function scoredClasses(classes: readonly string[]): number[] {
  const all = classes.map((_, index) => index);
  return /^background$/i.test(classes[0]) ? all.slice(1) : all;
}
