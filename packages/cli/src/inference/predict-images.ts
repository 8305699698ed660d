import { blendColumns, blendRows, type Plane } from "./blend-tiles.ts";
import { cutTile } from "./cut-tile.ts";
import { checkedTiling, type Predict, type PredictImageOptions } from "./predict-bands.ts";
import type { PredictedImage } from "./predicted-image.ts";
import { tileAxis } from "./tile-axis.ts";
import { USUAL_OVERLAP } from "./usual-overlap.ts";

/** An image with its logits [outputs, height, width]. */
export interface PredictedWhole<Image extends PredictedImage> {
  readonly sample: Image;
  readonly logits: Float32Array;
}

/** A tile that is to be predicted. */
interface Tile<Image extends PredictedImage> {
  readonly sample: Image;
  readonly top: number;
  readonly left: number;
  /** Takes its logits; gives those of the whole image with its last tile. */
  add(logits: Float32Array): PredictedWhole<Image> | undefined;
}

/**
 * Predicts images one after the other, each as `predictImage` says. Tiles of several images share batches, so that but for the last
 * one all are full: a network that was made for one size of batch is fast with that one.
 */
export async function* predictImages<Image extends PredictedImage>(
  predict: Predict,
  samples: Iterable<Image>,
  options: PredictImageOptions,
): AsyncGenerator<PredictedWhole<Image>> {
  const { batch = 8 } = options;
  const waiting: Tile<Image>[] = [];
  for (const sample of samples) {
    waiting.push(...tilesOf(sample, options));
    while (waiting.length >= batch) yield* await predicted(predict, waiting.splice(0, batch), options);
  }
  if (waiting.length > 0) yield* await predicted(predict, waiting, options);
}

/** Whole images that these tiles are the last of. */
async function predicted<Image extends PredictedImage>(
  predict: Predict,
  tiles: readonly Tile<Image>[],
  { channels, outputs, size }: PredictImageOptions,
): Promise<readonly PredictedWhole<Image>[]> {
  const values = channels * size * size;
  const images = new Float32Array(tiles.length * values);
  for (const [n, { sample, top, left }] of tiles.entries())
    cutTile(sample, { channels, size, top, left }, images.subarray(n * values, (n + 1) * values));
  const logits = await predict(images, [tiles.length, size, size]);
  const each = outputs * size * size;
  return tiles.flatMap(({ add }, n) => add(logits.subarray(n * each, (n + 1) * each)) ?? []);
}

/** In rows from the top, from left to right. */
function tilesOf<Image extends PredictedImage>(sample: Image, options: PredictImageOptions): Tile<Image>[] {
  const { outputs, size, overlap = USUAL_OVERLAP } = checkedTiling(sample, options);
  const { width, height } = sample;
  const step = Math.max(1, Math.round(size * (1 - overlap)));
  const [rows, columns] = [tileAxis(height, size, step), tileAxis(width, size, step)];
  // Nothing is laid out before the first tile has been predicted.
  let whole: Plane | undefined;
  let strip: Plane | undefined;
  return rows.starts.flatMap((top, row) =>
    columns.starts.map((left, column): Tile<Image> => {
      const isLast = column + 1 === columns.starts.length;
      return {
        ...{ sample, top, left },
        add(logits) {
          whole ??= { outputs, height, width, values: new Float32Array(outputs * height * width) };
          strip ??= { outputs, height: size, width, values: new Float32Array(outputs * size * width) };
          blendColumns(strip, logits, left, columns.shares[column]);
          if (!isLast) return undefined;
          blendRows(whole, strip, top, rows.shares[row]);
          return row + 1 === rows.starts.length ? { sample, logits: whole.values } : undefined;
        },
      };
    }),
  );
}
