import type { Raster, RasterData } from "../raster.ts";

/** Whether an orientation swaps width and height. */
export function turnsSides(orientation: number): boolean {
  return orientation >= 5;
}

/** The raster as it is meant to be shown; without an orientation, itself. */
export function oriented(raster: Raster): Raster {
  const { exifOrientation: orientation, ...plain } = raster;
  if (orientation === undefined || orientation === 1) return plain;
  const { width, height } = raster;
  const places = sources(width, height, orientation);
  const turn = <T extends RasterData>(data: T, channels: number) =>
    turned(data, channels, places, raster.depth);
  const turnedSize = turnsSides(orientation) ? { width: height, height: width } : { width, height };
  const [z, y, x] = raster.spacing ?? [];
  return {
    ...plain,
    ...turnedSize,
    data: turn(raster.data, raster.channels),
    ...(raster.alpha && { alpha: turn(raster.alpha, 1) }),
    ...(raster.spacing && turnsSides(orientation) && { spacing: [z!, x!, y!] as const }),
  };
}

/** Whether x and y of the shown picture run against those of the stored one; from 5 on they are swapped as well. */
const MIRRORED: Readonly<Record<number, readonly [boolean, boolean]>> = {
  2: [true, false],
  3: [true, true],
  4: [false, true],
  5: [false, false],
  6: [false, true],
  7: [true, true],
  8: [true, false],
};

/** Whether x and y of the shown picture run against those of the stored one. */
export function mirrorsOf(orientation: number): readonly [x: boolean, y: boolean] {
  return MIRRORED[orientation];
}

/** The stored pixel of every pixel that is shown. */
function sources(width: number, height: number, orientation: number): Int32Array {
  const [mirrorX, mirrorY] = mirrorsOf(orientation);
  const swap = turnsSides(orientation);
  const across = swap ? height : width;
  const places = new Int32Array(width * height);
  for (let i = 0; i < places.length; i++) {
    const [row, column] = [Math.floor(i / across), i % across];
    const [x, y] = swap ? [row, column] : [column, row];
    places[i] = (mirrorY ? height - 1 - y : y) * width + (mirrorX ? width - 1 - x : x);
  }
  return places;
}

function turned<T extends RasterData>(data: T, channels: number, places: Int32Array, depth: number): T {
  const result = new (data.constructor as new (length: number) => T)(data.length);
  const slice = places.length * channels;
  for (let z = 0; z < depth; z++)
    for (let i = 0; i < places.length; i++)
      for (let c = 0; c < channels; c++)
        result[z * slice + i * channels + c] = data[z * slice + places[i] * channels + c];
  return result;
}
