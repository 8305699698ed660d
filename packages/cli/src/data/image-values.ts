import type { Raster } from "@segloss/io";
import { imagePixels, pixelValues } from "./store/image-pixels.ts";

/** Intensities 0 to 1 of one raster, [depth, height, width, channels]; palette indices become their colours. */
export interface ImageValues {
  values: Float32Array;
  channels: number;
}

/** The values of an image, see `imagePixels`. Throws on NaN and infinity. */
export function imageValues(raster: Raster): ImageValues {
  const pixels = imagePixels(raster);
  return { values: pixelValues(pixels.data, pixels), channels: pixels.channels };
}
