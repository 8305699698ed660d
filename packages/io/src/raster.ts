import type { Geometry, Unit } from "./geometry/geometry.ts";

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

/** RGB, 0 to 255, of each index. */
export type Palette = readonly (readonly number[])[];

/** One of several masks that may overlap: a segment of DICOM SEG or .seg.nrrd, a category or an object of COCO. */
export interface Layer {
  readonly name: string;
  /** The number that the file gives the segment. */
  readonly label: number;
  /** 0 or 1, row-major [depth, height, width] of the raster. */
  readonly mask: Uint8Array;
}

/** One decoded image, mask or volume. Palette and packed gray samples are indices, never colours. */
export interface Raster {
  /** Row-major [depth, height, width, channels]. */
  data: RasterData;
  width: number;
  height: number;
  /** Slices of a volume or pages of a stack; 1 for an image. */
  depth: number;
  channels: number;
  /** Sizes in the file's own order, where it does not say what its axes are (NPY): width and the others are then a guess. */
  shape?: readonly number[];
  /** Bits of one stored sample: 1, 2, 4, 8, 16, 32 or 64. */
  bitDepth: number;
  /** The sample that means white in a picture (255 for 8 bits); absent where values are measurements. */
  fullScale?: number;
  /** Present only where `data` holds palette indices. */
  palette?: Palette;
  /** Distance of neighbouring samples along depth, height, width, in `unit`. */
  spacing?: readonly [number, number, number];
  /** Unit of `spacing`; absent where the file does not say. */
  unit?: Unit;
  /** Where the samples lie in the world; absent where the file does not say. */
  geometry?: Geometry;
  /** True where compression changed sample values (JPEG), so that they cannot be indices as they stand. */
  lossy?: boolean;
  /** The alpha channel, [depth, height, width], where the file has one that is not the same everywhere. */
  alpha?: Uint8Array | Uint16Array;
  /** EXIF orientation of a photograph, 2 to 8: how the stored pixels have to be turned for display. */
  exifOrientation?: number;
  /** What the third axis is where it is not depth: frames in time. */
  frames?: boolean;
  /** Slices of each frame where frames are volumes; default 1. `depth` is frames times slices. */
  frameDepth?: number;
  /** True where every number above 0 is one object, as the file or its folder says. */
  objects?: boolean;
  /** True where the channels were stored one after the other, so that they may as well be slices of a stack. */
  planes?: boolean;
  /** Name of each label, where the file has names. */
  names?: ReadonlyMap<number, string>;
  /** True where the format leaves out slices and margins that are empty: beyond its samples there is background. */
  cropped?: boolean;
  /** Segments that may overlap; `data` then holds the label of the last one that covers a pixel. */
  layers?: readonly Layer[];
  /** Name of the class of each numbered object, where the file says it. */
  objectClasses?: ReadonlyMap<number, string>;
  /** The stored value that means "no data" (GeoTIFF), or that painted crowds have. */
  noData?: number;
  /** What pixels without data are, for messages; absent: the file's own words for its value. */
  noDataText?: string;
  /**
   * Half the step between stored values where whole numbers went through a slope (NIfTI labels under an integer header):
   * a value within it of a whole number is meant to be that number.
   */
  rounding?: number;
  /** What was decided while reading, in plain sentences for the user. */
  notes?: readonly string[];
}

/** What a file says of its samples, without the samples. */
export type RasterHead = Omit<Raster, "data" | "alpha" | "layers">;

/** How a size is written in messages: `640x480`, `35x51x35` (width x height x depth). */
export function sizeText(raster: { width: number; height: number; depth?: number }): string {
  const { width, height, depth = 1 } = raster;
  return depth > 1 ? `${width}x${height}x${depth}` : `${width}x${height}`;
}
