/** Numbers as a file stores them. */
export type RasterData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** One decoded image, mask or volume. Palette and packed gray samples are indices, never colours. */
export interface Raster {
  /** Row-major [depth, height, width, channels]. */
  data: RasterData;
  width: number;
  height: number;
  /** Slices of a volume or pages of a stack; 1 for an image. */
  depth: number;
  channels: number;
  /** Bits of one stored sample: 1, 2, 4, 8, 16, 32 or 64. */
  bitDepth: number;
  /** The sample that means white in a picture (255 for 8 bits); absent where values are measurements. */
  fullScale?: number;
  /** RGB, 0 to 255, of each index; present only where `data` holds palette indices. */
  palette?: readonly (readonly number[])[];
  /** Distance of neighbouring samples along depth, height, width, in the file's unit (mm in NIfTI). */
  spacing?: readonly [number, number, number];
  /** True where compression changed sample values (JPEG), so that they cannot be indices as they stand. */
  lossy?: boolean;
}

/** How a size is written in messages: `640x480`, `35x51x35` (width x height x depth). */
export function sizeText(raster: { width: number; height: number; depth?: number }): string {
  const { width, height, depth = 1 } = raster;
  return depth > 1 ? `${width}x${height}x${depth}` : `${width}x${height}`;
}
