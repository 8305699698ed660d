import { dataError } from "../data-error.ts";
import type { CropBatches, CropOptions, ImageSource } from "../image-source.ts";
import { orientationCount } from "../orientation.ts";
import { random } from "../random.ts";
import { type OrientedSample, stackBatch } from "../stack-batch.ts";
import { cropPlaces } from "./crop-places.ts";
import { ignoreLabel } from "./ignore-label.ts";
import { readCrop } from "./read-crop.ts";

/** The stream of random numbers of a seed that turns crops. */
const TURNS = 3;

/**
 * An endless sequence of batches of square crops, channels first, values 0 to 1. Where they lie: see `cropPlaces`; each is laid on itself in one
 * of eight ways. A batch that reaches over the end of an epoch goes on into the next, so that every batch is full.
 *
 * @throws DataError where options make no sense
 */
export function cropBatches(source: ImageSource, options: CropOptions): CropBatches {
  const { images, size, batch, seed, maps, augment = true } = options;
  check(source, options);
  const places = cropPlaces(source, images, size, seed);
  const ignore = ignoreLabel(source, images, size);
  return {
    stepsPerEpoch: Math.ceil(places.count / batch),
    ...(ignore !== undefined && { ignore }),
    at(step) {
      const picked = Array.from({ length: batch }, (_, k) => pick(step * batch + k));
      return stackBatch(picked, source.channels);
    },
  };

  function pick(position: number): OrientedSample {
    const [epoch, place] = [Math.floor(position / places.count), position % places.count];
    const crop = places.at(epoch, place);
    const orientation = augment ? random(seed, TURNS, epoch, place).integer(orientationCount(size, size)) : 0;
    return { sample: readCrop(source, crop, size, maps?.(crop.image)), orientation };
  }
}

function check({ name, images: all }: ImageSource, { images, size, batch }: CropOptions): void {
  if (!Number.isInteger(size) || size < 1)
    throw dataError(`crop size ${size}: expected a whole number from 1`);
  if (!Number.isInteger(batch) || batch < 1)
    throw dataError(`batch size ${batch}: expected a whole number from 1`);
  if (images.length === 0) throw dataError(`${name} has no images to draw crops from`);
  const stray = images.find((image) => all[image] === undefined);
  if (stray !== undefined)
    throw dataError(`${name}: image ${stray} does not exist; expected 0 to ${all.length - 1}`);
}
