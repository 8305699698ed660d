import type { Normalisation } from "../channel-normalisation.ts";
import type { Random } from "../random.ts";
import { INTENSITY_CHANGES } from "./index.ts";

/**
 * An image [pixels, channels] with the changes of intensity that are drawn for it; the image itself where none is.
 *
 * @param scale mean and deviation of the training images
 */
export function changeIntensity(image: Float32Array, scale: Normalisation, source: Random): Float32Array {
  const drawn = INTENSITY_CHANGES.filter(({ chance }) => source.uniform() < chance);
  if (drawn.length === 0) return image;
  const planes = scale.mean.map((_, c) => normalised(image, scale, c));
  for (const change of drawn) change.apply(planes, source);
  return joined(planes, scale);
}

function normalised(image: Float32Array, { mean, deviation }: Normalisation, c: number): Float32Array {
  const plane = new Float32Array(image.length / mean.length);
  for (let i = 0; i < plane.length; i++) plane[i] = (image[i * mean.length + c] - mean[c]) / deviation[c];
  return plane;
}

function joined(planes: readonly Float32Array[], { mean, deviation }: Normalisation): Float32Array {
  const image = new Float32Array(planes.length * planes[0].length);
  for (const [c, plane] of planes.entries())
    for (let i = 0; i < plane.length; i++) image[i * planes.length + c] = mean[c] + deviation[c] * plane[i];
  return image;
}
