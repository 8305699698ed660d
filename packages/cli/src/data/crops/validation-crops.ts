import type { CropBatches, ImageSource } from "../image-source.ts";
import { stackBatch } from "../stack-batch.ts";
import { countClasses } from "../store/count-classes.ts";
import { chooseSquares } from "./choose-squares.ts";
import { ignoreLabel } from "./ignore-label.ts";
import { type CropPlace, readCrop } from "./read-crop.ts";

export interface ValidationOptions {
  /** Images by index. */
  readonly images: readonly number[];
  /** Width and height of a crop in pixels. */
  readonly size: number;
  /** Crops in a batch. */
  readonly batch: number;
  /** Most crops in all. */
  readonly most: number;
}

/** A fixed choice of crops: `at(0)` to `at(stepsPerEpoch - 1)` are all of them, once; the last batch may be smaller. */
export interface ValidationCrops extends CropBatches {
  readonly places: readonly CropPlace[];
}

/**
 * The crops that assessments on the way look at: squares side by side in the middle of each image, as many as lie inside of it, one where it is
 * smaller; unturned. Those that are all ignored are left out. Which are taken where there are too many: see `chooseSquares`.
 */
export function validationCrops(source: ImageSource, options: ValidationOptions): ValidationCrops {
  const { images, size, batch, most } = options;
  const squares = images.flatMap((image) => squaresOf(source, image, size));
  const held = squares.map((place) => classesIn(source, place, size));
  const chosen = chooseSquares(held, source.classes.length, most);
  const places = chosen.map((square) => squares[square]);
  const ignore = ignoreLabel(source, images, size);
  return {
    places,
    stepsPerEpoch: Math.ceil(places.length / batch),
    ...(ignore !== undefined && { ignore }),
    at(step) {
      const picked = places.slice(step * batch, (step + 1) * batch);
      const samples = picked.map((place) => ({ sample: readCrop(source, place, size), orientation: 0 }));
      return stackBatch(samples, source.channels);
    },
  };
}

function squaresOf(source: ImageSource, image: number, size: number): CropPlace[] {
  const { width, height } = source.images[image];
  const [columns, rows] = [width, height].map((length) => Math.max(1, Math.floor(length / size)));
  const [left, top] = [width - columns * size, height - rows * size].map((rest) => Math.max(0, rest >> 1));
  return Array.from({ length: columns * rows }, (_, k) => ({
    image,
    x: left + (k % columns) * size,
    y: top + Math.floor(k / columns) * size,
  }));
}

/** The classes that a square holds. */
function classesIn(source: ImageSource, { image, x, y }: CropPlace, size: number): number[] {
  const { width, height } = source.images[image];
  const part = { x, y, width: Math.min(size, width - x), height: Math.min(size, height - y) };
  const counts = countClasses(source.mask(image, part), source.classes.length, source.ignore);
  return [...counts.keys()].filter((label) => counts[label] > 0);
}
