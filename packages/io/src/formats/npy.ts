import type { Raster } from "../raster.ts";
import type { Format } from "./format.ts";
import { decodeNpy, encodeNpy } from "./npy-array.ts";

const MOST_CHANNELS = 4;

/**
 * NumPy arrays as images: [height, width], [height, width, channels] where the last axis has at most 4 entries,
 * else [depth, height, width], or [depth, height, width, channels].
 */
export const npy: Format = {
  name: "NPY",
  extensions: [".npy"],
  decode: async (source) => decodeImage(await source.read()),
  encode: encodeImage,
};

function decodeImage(bytes: Uint8Array): Raster {
  const { data, shape } = decodeNpy(bytes);
  const [depth, height, width, channels] = axes(shape);
  return { data, width, height, depth, channels, bitDepth: 8 * data.BYTES_PER_ELEMENT };
}

function axes(shape: readonly number[]): readonly number[] {
  if (shape.length === 4) return shape;
  if (shape.length === 3) return shape[2] <= MOST_CHANNELS ? [1, ...shape] : [...shape, 1];
  if (shape.length === 2) return [1, ...shape, 1];
  throw new Error(`shape (${shape.join(", ")}) is no image; expected 2, 3 or 4 axes`);
}

function encodeImage(raster: Raster): Uint8Array {
  const { data, depth, height, width, channels } = raster;
  const shape = [height, width];
  if (depth > 1) shape.unshift(depth);
  if (channels > 1) shape.push(channels);
  return encodeNpy({ data, shape });
}
