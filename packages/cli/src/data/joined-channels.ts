import { type Raster, sizeText } from "@segloss/io";
import { dataError } from "./data-error.ts";

/**
 * The channels of an image, each of a file of its own, side by side.
 *
 * @param paths of the files, for errors
 */
export function joinedChannels(rasters: readonly Raster[], paths: readonly string[]): Raster {
  const [first, ...others] = rasters;
  const odd = others.findIndex((one) => sizeText(one) !== sizeText(first) || one.channels !== 1);
  if (odd >= 0 || first.channels !== 1)
    throw dataError(
      `${paths[odd + 1]}: it is no gray image of ${sizeText(first)} as ${paths[0]} is; channels of one image have one size`,
    );
  const all = [first, ...others].map(({ data }) => data);
  const data = new Float32Array(all.length * first.data.length);
  all.forEach((channel, c) => {
    for (let i = 0; i < channel.length; i++) data[i * all.length + c] = channel[i];
  });
  const { fullScale, palette: _, ...rest } = first;
  const alike = others.every((one) => one.fullScale === fullScale);
  return { ...rest, data, channels: all.length, ...(alike && fullScale !== undefined && { fullScale }) };
}
