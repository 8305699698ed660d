import type { Raster } from "@segloss/io";

/** Intensities 0 to 1 of one raster, [depth, height, width, channels]; palette indices become their colours. */
export interface ImageValues {
  values: Float32Array;
  channels: number;
}

/**
 * Pictures are divided by their white (255, 65535, ...). Values without a white (float, NIfTI, NPY) stay as they are when
 * all lie in [0, 1]; else the file's smallest becomes 0 and its largest 1, since such scales differ between files.
 * Throws on NaN and infinity.
 */
export function imageValues(raster: Raster): ImageValues {
  const { data, palette, fullScale, channels } = raster;
  if (palette) return { values: coloured(data, palette), channels: 3 };
  if (fullScale !== undefined) return { values: scaled(data, 0, 1 / fullScale), channels };
  const [low, high] = range(data);
  if (low >= 0 && high <= 1) return { values: Float32Array.from(data), channels };
  return { values: scaled(data, low, high > low ? 1 / (high - low) : 0), channels };
}

function coloured(indices: Raster["data"], palette: readonly (readonly number[])[]): Float32Array {
  const values = new Float32Array(indices.length * 3);
  for (let i = 0; i < indices.length; i++) {
    const colour = palette[indices[i]];
    if (!colour)
      throw new Error(
        `pixel ${i} has palette index ${indices[i]}, but the palette ends at ${palette.length - 1}`,
      );
    for (let c = 0; c < 3; c++) values[3 * i + c] = colour[c] / 255;
  }
  return values;
}

function scaled(data: Raster["data"], low: number, scale: number): Float32Array {
  const values = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) values[i] = (data[i] - low) * scale;
  return values;
}

function range(data: Raster["data"]): [number, number] {
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
