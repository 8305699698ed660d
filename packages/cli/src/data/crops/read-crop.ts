import type { Sample } from "../data-set.ts";
import type { ImageSource } from "../image-source.ts";
import { cutSample } from "../tiles.ts";
import { freeLabel } from "./ignore-label.ts";

/** Where a square crop begins in its image. It may reach over the right and the lower edge. */
export interface CropPlace {
  readonly image: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Reads a crop. Where it reaches over an edge, the image repeats the last row or column, the mask is the ignore label, maps are 0.
 *
 * @param maps values of the whole image
 */
export function readCrop(
  source: ImageSource,
  { image, x, y }: CropPlace,
  size: number,
  maps: Readonly<Record<string, Float32Array>> = {},
): Sample {
  const { width, height } = source.images[image];
  const part = { x, y, width: Math.min(size, width - x), height: Math.min(size, height - y) };
  const inside = source.window(image, part);
  const cropped = Object.entries(maps).map(([name, map]) => [name, cutMap(map, width, part)] as const);
  const sample = cropped.length > 0 ? { ...inside, maps: Object.fromEntries(cropped) } : inside;
  if (part.width === size && part.height === size) return sample;
  const ignore = source.ignore ?? freeLabel(source.classes.length);
  return cutSample(sample, { x: 0, y: 0, size }, source.channels, ignore);
}

function cutMap(
  map: Float32Array,
  imageWidth: number,
  part: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Float32Array {
  const result = new Float32Array(part.width * part.height);
  for (let row = 0; row < part.height; row++) {
    const from = (part.y + row) * imageWidth + part.x;
    result.set(map.subarray(from, from + part.width), row * part.width);
  }
  return result;
}
