import { freeLabel } from "./crops/ignore-label.ts";
import { dataError } from "./data-error.ts";
import type { DataSet, Labels, Sample } from "./data-set.ts";

export interface TileOptions {
  /** Width and height of a tile in pixels. */
  size: number;
  /** Pixels that neighbouring tiles share. Default 0: every pixel is in exactly one tile. */
  overlap?: number;
}

type Pixels = Labels | Float32Array;

interface Window {
  x: number;
  y: number;
  size: number;
}

/**
 * Cuts every image into square tiles of one size. Where a tile reaches over the right or lower edge, its image repeats
 * the last row or column, its mask is the ignore label (255 where the set had none), its objects and maps are 0.
 */
export function cutTiles(dataSet: DataSet, options: TileOptions): DataSet {
  const { size, overlap = 0 } = options;
  checkOptions(size, overlap);
  const ignore = dataSet.ignore ?? freeLabel(dataSet.classes.length);
  const stride = size - overlap;
  const images = dataSet.images.flatMap((sample) =>
    windows(sample, size, stride).map((window) => ({
      ...cutSample(sample, window, dataSet.channels, ignore),
      name: `${sample.name}@${window.x},${window.y}`,
    })),
  );
  const padded = dataSet.images.some((sample) => overhangs(sample.width) || overhangs(sample.height));
  return padded || dataSet.ignore !== undefined ? { ...dataSet, images, ignore } : { ...dataSet, images };

  function overhangs(length: number): boolean {
    return tileCount(length, size, stride) * stride + overlap !== length;
  }
}

function checkOptions(size: number, overlap: number): void {
  if (!Number.isInteger(size) || size < 1)
    throw dataError(`tile size ${size}: expected a whole number of pixels`);
  if (!Number.isInteger(overlap) || overlap < 0 || overlap >= size)
    throw dataError(`overlap ${overlap}: expected a whole number from 0 to ${size - 1} for tiles of ${size}`);
}

function tileCount(length: number, size: number, stride: number): number {
  return Math.max(1, Math.ceil((length - (size - stride)) / stride));
}

function windows(sample: Sample, size: number, stride: number): Window[] {
  const columns = tileCount(sample.width, size, stride);
  const rows = tileCount(sample.height, size, stride);
  return Array.from({ length: rows * columns }, (_, i) => ({
    x: (i % columns) * stride,
    y: Math.floor(i / columns) * stride,
    size,
  }));
}

/** Cuts one square out of an image; what lies beyond its right and lower edge is as in `cutTiles`. */
export function cutSample(sample: Sample, window: Window, channels: number, ignore: number): Sample {
  const { size } = window;
  const tile: Sample = {
    ...sample,
    width: size,
    height: size,
    image: cutImage(sample, window, channels),
    mask: cutPixels(sample.mask, sample, window, ignore),
  };
  if (sample.instances) tile.instances = cutPixels(sample.instances, sample, window, 0);
  if (sample.maps) tile.maps = cutMaps(sample.maps, sample, window);
  return tile;
}

function cutImage(sample: Sample, window: Window, channels: number): Float32Array {
  const { size, x, y } = window;
  const { image, width, height } = sample;
  const result = new Float32Array(size * size * channels);
  const columns = Math.min(size, width - x) * channels;
  for (let row = 0; row < size; row++) {
    const from = (Math.min(y + row, height - 1) * width + x) * channels;
    const to = row * size * channels;
    result.set(image.subarray(from, from + columns), to);
    for (let i = columns; i < size * channels; i++) result[to + i] = result[to + i - channels];
  }
  return result;
}

function cutPixels<T extends Pixels>(source: T, sample: Sample, window: Window, padding: number): T {
  const { size, x, y } = window;
  const Pixels = source.constructor as new (length: number) => T;
  const result = new Pixels(size * size).fill(padding) as T;
  const columns = Math.min(size, sample.width - x);
  for (let row = 0; row < Math.min(size, sample.height - y); row++) {
    const from = (y + row) * sample.width + x;
    result.set(source.subarray(from, from + columns), row * size);
  }
  return result;
}

function cutMaps(maps: NonNullable<Sample["maps"]>, sample: Sample, window: Window): Sample["maps"] & object {
  return Object.fromEntries(
    Object.entries(maps).map(([name, map]) => [name, cutPixels(map, sample, window, 0)]),
  );
}
