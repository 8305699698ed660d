import { DISK } from "../data/files/disk.ts";
import { readImage } from "../data/read-pair.ts";
import type { ImageFile } from "./list-images.ts";
import type { Models } from "./models.ts";
import { type FilePrediction, type PredictRasterOptions, predictRaster } from "./predict-raster.ts";

/**
 * Predicts an image, or a volume slice by slice; undefined where it was cut short.
 *
 * @throws DataError naming the file
 */
export async function predictFile(
  file: ImageFile,
  models: Models,
  options: PredictRasterOptions,
): Promise<FilePrediction | undefined> {
  return predictRaster(file.image, await readImage(DISK, file), models, options);
}
