import type { Raster } from "@segloss/io";
import type { StoredArray } from "./stored-array.ts";

/** Numbers of an image as they are kept, [depth, height, width, channels], and what makes values 0 to 1 of them. */
export interface ImagePixels {
  readonly data: StoredArray;
  readonly channels: number;
  /** A value is `(stored - low) * scale`. */
  readonly low: number;
  readonly scale: number;
}

type Range = Pick<ImagePixels, "low" | "scale">;

/**
 * Pictures are divided by their white (255, 65535, ...). Values without a white (float, NIfTI, NPY) stay as they are when
 * all lie in [0, 1]. Else such scales differ between files: of a scan the mean of each channel becomes 0.5 and its deviation
 * 1/8, so that one bright voxel does not decide on the contrast (nnU-Net's z-score, and values that may lie beyond 0 and 1); of others
 * the file's smallest becomes 0 and its largest 1.
 * Palette indices become their colours. Throws on NaN and infinity.
 */
export function imagePixels(raster: Raster): ImagePixels {
  const { data, palette, channels } = raster;
  if (palette) return coloured(data, palette);
  const [range, ...others] = rangesOf(raster);
  if (others.length > 0) return { data: channelValues(data, [range, ...others]), channels, low: 0, scale: 1 };
  if (isKept(data)) return { data, channels, ...range };
  // Of 64 and of 32 bits single precision has not all numbers, of the values between 0 and 1 it has enough.
  return { data: pixelValues(data, range), channels, low: 0, scale: 1 };
}

/** Values of stored numbers. */
export function pixelValues(stored: ArrayLike<number>, { low, scale }: Range): Float32Array {
  const values = new Float32Array(stored.length);
  for (let i = 0; i < stored.length; i++) values[i] = (stored[i] - low) * scale;
  return values;
}

/** What makes values of the numbers of a raster without a palette: one for all channels, of a scan one for each. */
function rangesOf(raster: Raster): readonly [Range, ...Range[]] {
  const { data, fullScale, channels } = raster;
  if (fullScale !== undefined) return [{ low: 0, scale: 1 / fullScale }];
  const [low, high] = extent(data);
  if (low >= 0 && high <= 1) return [{ low: 0, scale: 1 }];
  if (!isScan(raster)) return [{ low, scale: high > low ? 1 / (high - low) : 0 }];
  const rangeOf = (c: number) => scanRange(momentsOf(data, c, channels));
  return [rangeOf(0), ...Array.from({ length: channels - 1 }, (_, c) => rangeOf(c + 1))];
}

/** Volumes with a spacing, and single slices of files that say where they lie. */
function isScan({ depth, spacing, geometry }: Raster): boolean {
  return spacing !== undefined && (depth > 1 || geometry !== undefined);
}

/** Deviations of a scan that go into 0 to 1. */
const DEVIATIONS = 8;

function scanRange({ mean, deviation }: Moments): Range {
  if (deviation === 0) return { low: mean - 0.5, scale: 1 };
  return { low: mean - (DEVIATIONS / 2) * deviation, scale: 1 / (DEVIATIONS * deviation) };
}

function channelValues(data: Raster["data"], ranges: readonly Range[]): Float32Array {
  const values = new Float32Array(data.length);
  for (const [c, { low, scale }] of ranges.entries())
    for (let i = c; i < data.length; i += ranges.length) values[i] = (data[i] - low) * scale;
  return values;
}

interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/** Of every so many numbers from the first. */
function momentsOf(data: Raster["data"], first: number, step: number): Moments {
  const count = data.length / step;
  let [sum, squares] = [0, 0];
  for (let i = first; i < data.length; i += step) sum += data[i];
  const mean = sum / count;
  for (let i = first; i < data.length; i += step) squares += (data[i] - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / count) };
}

function isKept(data: Raster["data"]): data is Uint8Array | Uint16Array | Int16Array | Float32Array {
  return [Uint8Array, Uint16Array, Int16Array, Float32Array].some((kind) => data instanceof kind);
}

function coloured(indices: Raster["data"], palette: readonly (readonly number[])[]): ImagePixels {
  const data = new Uint8Array(indices.length * 3);
  for (let i = 0; i < indices.length; i++) {
    const colour = palette[indices[i]];
    if (!colour)
      throw new Error(
        `pixel ${i} has palette index ${indices[i]}, but the palette ends at ${palette.length - 1}`,
      );
    for (let c = 0; c < 3; c++) data[3 * i + c] = colour[c];
  }
  return { data, channels: 3, low: 0, scale: 1 / 255 };
}

/** @throws Error for NaN and infinity */
export function extent(data: Raster["data"]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (!Number.isFinite(value))
      throw new Error(`value ${i} is ${value}; replace NaN and infinity by numbers`);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
