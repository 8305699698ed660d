import type { Raster, RasterData } from "../raster.ts";

/**
 * Takes the alpha channel out of a raster's samples; it is kept beside them where it is not the same everywhere. What stands
 * behind alpha is left out.
 *
 * @param at channel that is alpha, behind one of gray or three of colours; -1 for none
 */
export function splitAlpha(raster: Raster, at: number): Raster {
  if (at < 0) return raster;
  const { data, channels } = raster;
  const kept = take(data, channels, 0, at);
  const alpha = take(data, channels, at, 1);
  const plain = { ...raster, data: kept, channels: at };
  const varies = alpha.some((value) => value !== alpha[0]);
  const stores = alpha instanceof Uint8Array || alpha instanceof Uint16Array;
  return varies && stores ? { ...plain, alpha } : plain;
}

/** Some neighbouring channels of every pixel. */
function take(data: RasterData, channels: number, first: number, count: number): RasterData {
  const pixels = data.length / channels;
  const result = new (data.constructor as new (length: number) => RasterData)(pixels * count);
  for (let i = 0; i < pixels; i++)
    for (let c = 0; c < count; c++) result[i * count + c] = data[i * channels + first + c];
  return result;
}
