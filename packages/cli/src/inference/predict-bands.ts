import { blendColumns, blendRows, type Plane } from "./blend-tiles.ts";
import { cutTile } from "./cut-tile.ts";
import type { PredictedImage } from "./predicted-image.ts";
import { type TileAxis, tileAxis } from "./tile-axis.ts";
import { USUAL_OVERLAP } from "./usual-overlap.ts";

/** Raw images [n, channels, h, w] to logits [n, outputs, h, w]. */
export type Predict = (
  images: Float32Array,
  shape: readonly [images: number, height: number, width: number],
) => Promise<Float32Array>;

export interface PredictImageOptions {
  /** Channels of the images. */
  readonly channels: number;
  /** Logits a pixel. */
  readonly outputs: number;
  /** Height and width of a tile in pixels, what the network was trained on at best. */
  readonly size: number;
  /** Height and width of a tile must be multiples of this. Default: 1. */
  readonly multiple?: number;
  /** Share of a tile that its neighbour covers too, 0 to below 1. Default: 0.25. */
  readonly overlap?: number;
  /** Most tiles that the network is given at a time. Default: 8. */
  readonly batch?: number;
}

/** Rows of an image that no later tile changes. */
export interface Band {
  readonly top: number;
  readonly rows: number;
  /** [outputs, rows, width] */
  readonly logits: Float32Array;
}

/**
 * The logits of an image in bands of rows, top to bottom, so that an image of any size takes the memory of one row of tiles. What it
 * computes is said at `predictImage`.
 */
export async function* predictBands(
  predict: Predict,
  sample: PredictedImage,
  options: PredictImageOptions,
): AsyncGenerator<Band> {
  const { outputs, size, overlap = USUAL_OVERLAP } = checkedTiling(sample, options);
  const { width, height } = sample;
  const step = Math.max(1, Math.round(size * (1 - overlap)));
  const [rows, columns] = [tileAxis(height, size, step), tileAxis(width, size, step)];
  let open = new Float32Array(outputs * size * width);
  for (const [k, start] of rows.starts.entries()) {
    const strip = await predictStrip(predict, sample, { ...options, start, columns });
    blendRows({ ...strip, values: open }, strip, 0, rows.shares[k]);
    const top = Math.max(0, start);
    const end = k + 1 < rows.starts.length ? rows.starts[k + 1] : height;
    const from = top - start;
    yield { top, rows: end - top, logits: cutRows(open, outputs, size, width, from, end - top) };
    open = movedUp(open, outputs, size, width, end - start);
  }
}

/** @throws RangeError where image, tile and options do not fit each other */
export function checkedTiling(
  { width, height, image }: PredictedImage,
  options: PredictImageOptions,
): PredictImageOptions {
  const { channels, size, multiple = 1, overlap = USUAL_OVERLAP, batch = 8 } = options;
  if (!(width >= 1 && height >= 1 && image.length === width * height * channels))
    throw new RangeError(
      `an image of ${width}x${height} pixels and ${channels} channels has ${width * height * channels} values, got ${image.length}`,
    );
  if (!(Number.isInteger(size) && size >= 1 && size % multiple === 0))
    throw new RangeError(
      `a tile must be a multiple of ${multiple} pixels wide for this network, got ${size}`,
    );
  if (!(overlap >= 0 && overlap < 1))
    throw new RangeError(`the overlap of tiles must be a share from 0 to below 1, got ${overlap}`);
  if (!(Number.isInteger(batch) && batch >= 1))
    throw new RangeError(`a batch must be a whole number of tiles, 1 or more, got ${batch}`);
  return options;
}

/** One row of tiles, blended along the row. */
async function predictStrip(
  predict: Predict,
  sample: PredictedImage,
  options: PredictImageOptions & { readonly start: number; readonly columns: TileAxis },
): Promise<Plane> {
  const { channels, outputs, size, batch = 8, start, columns } = options;
  const { width } = sample;
  const strip = { outputs, height: size, width, values: new Float32Array(outputs * size * width) };
  const values = channels * size * size;
  for (let first = 0; first < columns.starts.length; first += batch) {
    const lefts = columns.starts.slice(first, first + batch);
    const tiles = new Float32Array(lefts.length * values);
    for (const [n, left] of lefts.entries())
      cutTile(sample, { channels, size, top: start, left }, tiles.subarray(n * values, (n + 1) * values));
    const logits = await predict(tiles, [lefts.length, size, size]);
    for (const [n, left] of lefts.entries()) {
      const tile = logits.subarray(n * outputs * size * size, (n + 1) * outputs * size * size);
      blendColumns(strip, tile, left, columns.shares[first + n]);
    }
  }
  return strip;
}

/** Rows `from` to `from + rows` of every output. */
function cutRows(
  open: Float32Array,
  outputs: number,
  size: number,
  width: number,
  from: number,
  rows: number,
): Float32Array {
  const band = new Float32Array(outputs * rows * width);
  for (let k = 0; k < outputs; k++) {
    const first = (k * size + from) * width;
    band.set(open.subarray(first, first + rows * width), k * rows * width);
  }
  return band;
}

/** The rows that the next tiles still change, where those have them. */
function movedUp(
  open: Float32Array,
  outputs: number,
  size: number,
  width: number,
  by: number,
): Float32Array<ArrayBuffer> {
  const next = new Float32Array(open.length);
  for (let k = 0; k < outputs; k++)
    next.set(open.subarray((k * size + by) * width, (k + 1) * size * width), k * size * width);
  return next;
}
