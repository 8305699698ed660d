import type { RasterData } from "./raster.ts";

/** More classes than this along an axis are not looked for: it is a side of the image then. */
const MOST_CLASSES = 256;

/**
 * The axes of a C-ordered array along which it is one-hot: of the values along them one is 1, the others are 0, everywhere.
 *
 * @param shape sizes, slowest axis first
 */
export function oneHotAxes(data: RasterData, shape: readonly number[]): number[] {
  if (!onlyZerosAndOnes(data)) return [];
  return shape.flatMap((length, axis) =>
    length >= 2 && length <= MOST_CLASSES && isOneHot(data, shape, axis) ? [axis] : [],
  );
}

/** Where the 1 stands along the axis, for each of the other positions in C order. */
export function placesOfOnes(data: RasterData, shape: readonly number[], axis: number): Uint8Array {
  const { outer, length, inner } = strides(shape, axis);
  const places = new Uint8Array(outer * inner);
  for (let a = 0; a < outer; a++)
    for (let c = 1; c < length; c++)
      for (let b = 0; b < inner; b++) if (data[(a * length + c) * inner + b] === 1) places[a * inner + b] = c;
  return places;
}

function isOneHot(data: RasterData, shape: readonly number[], axis: number): boolean {
  const { outer, length, inner } = strides(shape, axis);
  for (let a = 0; a < outer; a++)
    for (let b = 0; b < inner; b++) {
      let ones = 0;
      for (let c = 0; c < length; c++) ones += data[(a * length + c) * inner + b];
      if (ones !== 1) return false;
    }
  return true;
}

function strides(shape: readonly number[], axis: number): { outer: number; length: number; inner: number } {
  const product = (sizes: readonly number[]) => sizes.reduce((all, size) => all * size, 1);
  return { outer: product(shape.slice(0, axis)), length: shape[axis], inner: product(shape.slice(axis + 1)) };
}

function onlyZerosAndOnes(data: RasterData): boolean {
  for (let i = 0; i < data.length; i++) if (data[i] !== 0 && data[i] !== 1) return false;
  return true;
}
