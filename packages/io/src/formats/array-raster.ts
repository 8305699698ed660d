import type { Raster, RasterData } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import type { DecodeOptions } from "./format.ts";
import type { NpyArray } from "./npy-array.ts";

const MOST_CHANNELS = 4;

/**
 * An array as an image. Without `axes`: [height, width], [height, width, channels] where the last axis has at most 4 entries, else
 * [depth, height, width], or [depth, height, width, channels], or [1, 1, height, width]; `shape` then says that this is a guess.
 *
 * @throws Error where the array has no 2, 3 or 4 axes, or other ones than `axes` names
 */
export function arrayRaster(array: NpyArray, { axes }: DecodeOptions = {}): Raster {
  if (axes !== undefined) return namedAxes(array, axes);
  const { data, shape } = array;
  const [depth, height, width, channels] = guessedAxes(shape);
  const raster: Raster = { data, width, height, depth, channels, bitDepth: 8 * data.BYTES_PER_ELEMENT };
  // Two axes leave nothing to guess.
  return shape.length > 2 ? { ...raster, shape } : raster;
}

function guessedAxes(shape: readonly number[]): readonly number[] {
  // A batch of one image with one channel, as networks give it; no picture is one pixel high.
  if (shape.length === 4 && shape[0] === 1 && shape[1] === 1) return [1, shape[2], shape[3], 1];
  if (shape.length === 4) return shape;
  if (shape.length === 3) return shape[2] <= MOST_CHANNELS ? [1, ...shape] : [...shape, 1];
  if (shape.length === 2) return [1, ...shape, 1];
  throw notSupported(`shape (${shape.join(", ")}) is no image; expected 2, 3 or 4 axes`);
}

function namedAxes({ data, shape }: NpyArray, axes: string): Raster {
  const names = [...axes.toLowerCase()];
  if (
    names.length !== shape.length ||
    new Set(names).size < names.length ||
    names.some((name) => !"zyxc".includes(name))
  )
    throw notSupported(
      `the axes "${axes}" do not name those of shape (${shape.join(", ")}); expected a letter of z, y, x, c for each, such as ${"zyxc".slice(-shape.length)}`,
    );
  if (!names.includes("y") || !names.includes("x"))
    throw notSupported(`the axes "${axes}" lack y or x; expected both`);
  const size = (name: string) => (names.includes(name) ? shape[names.indexOf(name)] : 1);
  const [depth, height, width, channels] = ["z", "y", "x", "c"].map(size);
  const strides = shape.map((_, k) => shape.slice(k + 1).reduce((product, length) => product * length, 1));
  const stride = (name: string) => (names.includes(name) ? strides[names.indexOf(name)] : 0);
  const steps = ["z", "y", "x", "c"].map(stride);
  return {
    data: inOrder(data, [depth, height, width, channels], steps),
    ...{ depth, height, width, channels },
    bitDepth: 8 * data.BYTES_PER_ELEMENT,
  };
}

/** Values in C order of `sizes`, of which one step along each axis is `steps` apart in `data`. */
function inOrder(data: RasterData, sizes: readonly number[], steps: readonly number[]): RasterData {
  const result = data.slice();
  let to = 0;
  for (let z = 0; z < sizes[0]; z++)
    for (let y = 0; y < sizes[1]; y++)
      for (let x = 0; x < sizes[2]; x++)
        for (let c = 0; c < sizes[3]; c++)
          result[to++] = data[z * steps[0] + y * steps[1] + x * steps[2] + c * steps[3]];
  return result;
}
