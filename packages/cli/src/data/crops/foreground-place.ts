import type { ImageSource } from "../image-source.ts";
import type { Random } from "../random.ts";
import type { CropPlace } from "./read-crop.ts";

/** Rows that are read at a time, in pixels. */
const STRIP = 2 ** 18;

/**
 * A crop of an image around a pixel of one of some classes: the class drawn among those that the image holds, the pixel among all of the class.
 * Undefined where it holds none of them.
 */
export function foregroundPlace(
  source: ImageSource,
  {
    image,
    size,
    classes,
  }: { readonly image: number; readonly size: number; readonly classes: readonly number[] },
  random: Random,
): CropPlace | undefined {
  const { width, height, classPixels } = source.images[image];
  const held = classes.filter((label) => classPixels[label] > 0);
  if (held.length === 0) return undefined;
  const label = held[random.integer(held.length)];
  const pixel = pixelOf(source, image, label, random.integer(classPixels[label]));
  if (pixel === undefined) return undefined;
  const moved = (at: number, length: number) => Math.max(0, Math.min(length - size, at - (size >> 1)));
  return { image, x: moved(pixel % width, width), y: moved(Math.floor(pixel / width), height) };
}

/** The pixel of a class that so many others come before. */
function pixelOf(source: ImageSource, image: number, label: number, before: number): number | undefined {
  const { width, height } = source.images[image];
  const rows = Math.max(1, Math.floor(STRIP / width));
  let left = before;
  for (let y = 0; y < height; y += rows) {
    const mask = source.mask(image, { x: 0, y, width, height: Math.min(rows, height - y) });
    for (let i = 0; i < mask.length; i++) if (mask[i] === label && left-- === 0) return y * width + i;
  }
  return undefined;
}
