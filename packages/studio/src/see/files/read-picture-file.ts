import {
  bytesSource,
  decodeRaster,
  formatList,
  formatOf,
  maskPicture,
  type Raster,
  toLabels,
} from "@segloss/io";

/** One slice of a file: whole numbers of classes, or numbers from 0 to 1 or beyond. */
export interface PictureFile {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
  /** Whether the values are classes. */
  readonly areLabels: boolean;
  /** Whether 255 leaves pixels out, where that is known. */
  readonly leavesOut?: boolean;
  /** The number of the object at each pixel, 0 for none; absent: the labels number them. */
  readonly objects?: ArrayLike<number>;
}

/**
 * Reads a mask, or probabilities or logits in floating point; of a volume the slice in the middle.
 * @throws Error for a format that is not known, and for what a file holds besides
 */
export async function readPictureFile(name: string, bytes: Uint8Array): Promise<PictureFile> {
  const entry = formatOf(name);
  if (!entry) throw new Error(`${name}: expected one of ${formatList()}.`);
  const raster = await decodeRaster(await entry.load(), bytesSource(name, bytes), name);
  return areProbabilities(raster) ? middleSlice(raster, raster.data, false) : labelSlice(raster);
}

function areProbabilities({ data, channels }: Raster): boolean {
  const isFloat = data instanceof Float32Array || data instanceof Float64Array;
  return channels === 1 && isFloat && data.some((x) => !Number.isInteger(x));
}

function labelSlice(raster: Raster): PictureFile {
  const labels = toLabels(maskPicture(raster, { foreground: true }));
  return middleSlice(labels, labels.data, true);
}

function middleSlice(
  { width, height, depth }: Raster,
  data: ArrayLike<number>,
  areLabels: boolean,
): PictureFile {
  const start = Math.floor(depth / 2) * width * height;
  return {
    width,
    height,
    values: Array.prototype.slice.call(data, start, start + width * height),
    areLabels,
  };
}
