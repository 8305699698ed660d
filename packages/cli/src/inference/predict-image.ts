import type { Predict, PredictImageOptions } from "./predict-bands.ts";
import { predictImages } from "./predict-images.ts";
import type { PredictedImage } from "./predicted-image.ts";

/**
 * The logits [outputs, height, width] of a whole image from overlapping tiles, each of which counts most in its middle (weights of
 * nnU-Net and MONAI, see `tileAxis`). **Logits** are averaged, as nnU-Net does: what comes out is then what a network puts out, and a
 * network that looks at single pixels gives exactly what it gives without tiles. Tiles end at the edges of the image; an image
 * smaller than a tile is mirrored at its edges until it fills one. How many tiles are in a batch changes nothing but what the runtime
 * rounds.
 *
 * @param sample of [height, width, channels]
 * @throws RangeError where image, tile and options do not fit each other
 */
export async function predictImage(
  predict: Predict,
  sample: PredictedImage,
  options: PredictImageOptions,
): Promise<Float32Array> {
  const { value } = await predictImages(predict, [sample], options).next();
  return value!.logits;
}
