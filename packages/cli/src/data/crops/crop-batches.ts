import { changeIntensity } from "../augment/change-intensity.ts";
import { dataError } from "../data-error.ts";
import type { CropBatches, CropOptions, ImageSource } from "../image-source.ts";
import { measureNormalisation } from "../normalisation.ts";
import { orientationCount } from "../orientation.ts";
import { random } from "../random.ts";
import { type OrientedSample, stackBatch } from "../stack-batch.ts";
import { cropPlaces } from "./crop-places.ts";
import { foregroundPlace } from "./foreground-place.ts";
import { ignoreLabel } from "./ignore-label.ts";
import { type CropPlace, readCrop } from "./read-crop.ts";

/** Streams of random numbers of a seed, apart from those of the places. */
const TURNS = 3;
const FOREGROUND = 4;
const INTENSITY = 5;

/**
 * An endless sequence of batches of square crops, channels first, values 0 to 1. Where they lie: see `cropPlaces`; the last of a batch around a
 * pixel of the foreground of the same image (`foregroundPlace`), where that is asked for. Each is laid on itself in one of eight ways, and its intensity is
 * changed (`changeIntensity`). A batch that reaches over the end of an epoch goes on into the next, so that every batch is full.
 *
 * @throws DataError where options make no sense
 */
export function cropBatches(source: ImageSource, options: CropOptions): CropBatches {
  const { images, size, batch, seed, maps, augment = "flips", foreground } = options;
  check(source, options);
  const places = cropPlaces(source, images, size, seed);
  const scale = measureNormalisation(source, images);
  const aimed = foreground ? Math.ceil(foreground.share * batch) : 0;
  const ignore = ignoreLabel(source, images, size);
  return {
    stepsPerEpoch: Math.ceil(places.count / batch),
    ...(ignore !== undefined && { ignore }),
    at(step) {
      const picked = Array.from({ length: batch }, (_, k) => pick(step * batch + k, k >= batch - aimed));
      return stackBatch(picked, source.channels);
    },
  };

  function pick(position: number, isAimed: boolean): OrientedSample {
    const [epoch, place] = [Math.floor(position / places.count), position % places.count];
    const usual = places.at(epoch, place);
    const crop = (isAimed && aimedAt(usual.image, epoch, place)) || usual;
    const sample = readCrop(source, crop, size, maps?.(crop.image));
    if (augment === "none") return { sample, orientation: 0 };
    const orientation = random(seed, TURNS, epoch, place).integer(orientationCount(size, size));
    if (augment === "flips") return { sample, orientation };
    const image = changeIntensity(sample.image, scale, random(seed, INTENSITY, epoch, place));
    return { sample: { ...sample, image }, orientation };
  }

  function aimedAt(image: number, epoch: number, place: number): CropPlace | undefined {
    const { classes } = foreground!;
    return foregroundPlace(source, { image, size, classes }, random(seed, FOREGROUND, epoch, place));
  }
}

function check({ name, images: all }: ImageSource, { images, size, batch, foreground }: CropOptions): void {
  if (!Number.isInteger(size) || size < 1)
    throw dataError(`crop size ${size}: expected a whole number from 1`);
  if (!Number.isInteger(batch) || batch < 1)
    throw dataError(`batch size ${batch}: expected a whole number from 1`);
  if (foreground && !(foreground.share >= 0 && foreground.share <= 1))
    throw dataError(`share of crops that hold foreground ${foreground.share}: expected a number from 0 to 1`);
  if (images.length === 0) throw dataError(`${name} has no images to draw crops from`);
  const stray = images.find((image) => all[image] === undefined);
  if (stray !== undefined)
    throw dataError(`${name}: image ${stray} does not exist; expected 0 to ${all.length - 1}`);
}
