import type { Normalisation } from "./channel-normalisation.ts";
import { dataError } from "./data-error.ts";
import type { DataSet, Sample } from "./data-set.ts";
import { orientationCount } from "./orientation.ts";
import { random, shuffled } from "./random.ts";
import { type Batch, type Layout, type OrientedSample, stackBatch } from "./stack-batch.ts";

export interface BatchOptions {
  /** Images in a batch. Default 8. */
  size?: number;
  /** Draws order and orientations. Default 0. */
  seed?: number;
  /** Flips and quarter turns, drawn anew for each image of each epoch. Default true. */
  augment?: boolean;
  /** Applied to the images; absent: values stay 0 to 1. */
  normalisation?: Normalisation;
  /** Order of the image axes. Default "channels-first". */
  layout?: Layout;
}

/** An endless sequence of batches of one shape. */
export interface Batches {
  /** Steps in which every image has been seen once, rounded up. */
  stepsPerEpoch: number;
  /** The batch of a step (0, 1, ...): a function of the step and the options alone, so every loss sees the same. */
  at(step: number): Batch;
}

/**
 * Batches of a set whose images share one size (see `cutTiles`). Each epoch is a fresh permutation of the images; a batch that
 * reaches over the end of an epoch goes on into the next, so no image is dropped and every batch is full.
 */
export function drawBatches(dataSet: DataSet, options: BatchOptions = {}): Batches {
  const { size = 8, seed = 0, augment = true } = options;
  checkBatches(dataSet, size);
  const { images, channels } = dataSet;

  return {
    stepsPerEpoch: Math.ceil(images.length / size),
    at: (step) => stackBatch(draw(step), channels, options),
  };

  function draw(step: number): OrientedSample[] {
    return Array.from({ length: size }, (_, i) => pick(step * size + i));
  }

  function pick(position: number): OrientedSample {
    const epoch = Math.floor(position / images.length);
    const place = position % images.length;
    const sample = shuffled(images, random(seed, epoch))[place];
    const count = orientationCount(sample.width, sample.height);
    return { sample, orientation: augment ? random(seed, epoch, place).integer(count) : 0 };
  }
}

/** All images once, in order and unturned, in batches of at most `size`: for validation. */
export function* inOrder(
  dataSet: DataSet,
  options: Omit<BatchOptions, "seed" | "augment"> = {},
): Generator<Batch> {
  const { size = 8 } = options;
  checkBatches(dataSet, size);
  for (let start = 0; start < dataSet.images.length; start += size) {
    const picked = dataSet.images.slice(start, start + size).map((sample) => ({ sample, orientation: 0 }));
    yield stackBatch(picked, dataSet.channels, options);
  }
}

function checkBatches(dataSet: DataSet, size: number): void {
  if (!Number.isInteger(size) || size < 1)
    throw dataError(`batch size ${size}: expected a whole number from 1`);
  const [first, ...rest] = dataSet.images;
  if (!first) throw dataError(`${dataSet.name} has no images to draw batches from`);
  const other = rest.find((sample: Sample) => sample.width !== first.width || sample.height !== first.height);
  if (other)
    throw dataError(
      `${dataSet.name}: images of one batch must have one size, but ${first.name} is ${first.width}x${first.height} ` +
        `and ${other.name} is ${other.width}x${other.height}; cut tiles of one size`,
    );
}
