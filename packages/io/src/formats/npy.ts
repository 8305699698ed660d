import type { Raster } from "../raster.ts";
import { arrayRaster } from "./array-raster.ts";
import type { Format } from "./format.ts";
import { decodeNpy, encodeNpy } from "./npy-array.ts";

/** NumPy arrays as images; the option `axes` says what their axes are. */
export const npy: Format = {
  name: "NPY",
  extensions: [".npy"],
  decode: async (source, options) => arrayRaster(decodeNpy(await source.read()), options),
  encode: encodeImage,
};

function encodeImage(raster: Raster): Uint8Array {
  const { data, depth, height, width, channels } = raster;
  const shape = [height, width];
  if (depth > 1) shape.unshift(depth);
  if (channels > 1) shape.push(channels);
  return encodeNpy({ data, shape });
}
