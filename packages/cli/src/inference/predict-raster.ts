import { asSlices, type Raster } from "@segloss/io";
import { allFinite } from "../data/all-finite.ts";
import { dataError } from "../data/data-error.ts";
import { imageValues } from "../data/image-values.ts";
import { named } from "../data/named.ts";
import { GATHERERS, type PredictionKind } from "./gather-prediction.ts";
import type { Models } from "./models.ts";
import type { PredictedImage } from "./predicted-image.ts";

export interface PredictRasterOptions {
  readonly as: PredictionKind;
  /** Height and width of a tile in pixels. */
  readonly size: number;
  readonly overlap: number;
  readonly minSize: number;
  readonly signal: AbortSignal;
  /** Told the share of the image that is done. */
  readonly onProgress: (share: number) => void;
}

/** What was predicted of one file. */
export interface FilePrediction {
  /** The image as it was read, for its place, unit and size. */
  readonly raster: Raster;
  readonly data: Uint8Array | Int32Array | Float32Array;
}

/**
 * Predicts a decoded image, or a volume slice by slice; undefined where it was cut short.
 *
 * @param path of the image, for errors
 * @throws DataError naming it
 */
export async function predictRaster(
  path: string,
  read: Raster,
  models: Models,
  options: PredictRasterOptions,
): Promise<FilePrediction | undefined> {
  const { raster, values } = valuesOf(path, read, models.channels);
  const { width, height, depth } = raster;
  const gathered = GATHERERS[options.as]({
    ...{ width, height, depth, minSize: options.minSize },
    ...{ classes: models.classes.length, outputs: models.outputs, severalLabels: models.severalLabels },
  });
  const perSlice = width * height * models.channels;
  for (let z = 0; z < depth; z++) {
    const slice: PredictedImage = {
      ...{ width, height },
      image: values.subarray(z * perSlice, (z + 1) * perSlice),
    };
    for await (const band of models.predict(slice, options)) {
      if (options.signal.aborted) return undefined;
      if (!allFinite(band.logits))
        throw dataError(`${path}: the network gives numbers that are not finite for it`);
      gathered.add(z, band);
      options.onProgress((z + (band.top + band.rows) / height) / depth);
    }
  }
  return { raster, data: gathered.finish() };
}

/** Values 0 to 1 as `segloss compare` has them, [depth, height, width, channels]. */
function valuesOf(path: string, read: Raster, channels: number): { raster: Raster; values: Float32Array } {
  const raster = read.planes && channels === 1 && read.channels > 1 ? asSlices(read) : read;
  const image = named(path, () => imageValues(raster));
  if (image.channels === channels) return { raster, values: image.values };
  if (image.channels === 1 && channels === 3) return { raster, values: tripled(image.values) };
  throw dataError(
    `${path}: it has ${counted(image.channels)}, and the model takes ${channels}; convert it to what the model was trained on`,
  );
}

function counted(channels: number): string {
  return channels === 1 ? "1 channel" : `${channels} channels`;
}

/** Gray as three equal channels, as in a comparison of gray and colour images. */
function tripled(gray: Float32Array): Float32Array {
  const values = new Float32Array(3 * gray.length);
  for (let i = 0; i < gray.length; i++) values.fill(gray[i], 3 * i, 3 * i + 3);
  return values;
}
