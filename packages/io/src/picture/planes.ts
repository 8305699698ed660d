import type { Raster, RasterData } from "../raster.ts";

/** A page of planes as a stack of slices. */
export function asSlices(raster: Raster): Raster {
  const { planes: _, data, channels, ...rest } = raster;
  const size = data.length / channels;
  const slices = new (data.constructor as new (length: number) => RasterData)(data.length);
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < size; i++) slices[c * size + i] = data[i * channels + c];
  return { ...rest, data: slices, depth: channels, channels: 1 };
}
