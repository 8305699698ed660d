import { mappedLabels } from "../mapped-labels.ts";
import type { Raster } from "../raster.ts";
import { labelRaster } from "./colour-labels.ts";
import { colourText, paletteColours, paletteTable } from "./colour-table.ts";
import { grayLabels, grayPalettes, mayHoldGrays, seenLabels } from "./gray-palette.ts";
import { isColoured, type MaskPictureOptions, maskPicture } from "./mask-picture.ts";
import { noted } from "./plain-picture.ts";
import { asSlices } from "./planes.ts";
import { usedValues } from "./used-values.ts";

/** Two masks whose pictures have been brought to the same labels. */
export interface PicturePair {
  readonly predicted: Raster;
  readonly truth: Raster;
}

/**
 * Brings the pictures of a prediction and its truth to one meaning: palettes are compared by colour, since tools renumber them when
 * they save; an RGB mask takes its labels from the other's palette.
 *
 * @throws Error that says which file cannot be read beside the other, and the remedy
 */
export function agreePictures(
  { predicted, truth }: PicturePair,
  names: { readonly predicted: string; readonly truth: string },
  options: MaskPictureOptions = {},
): PicturePair {
  const stacked = bothAsSlices(predicted, truth);
  const one = withPalette(stacked.predicted, truth, names.truth, options);
  const other = withPalette(stacked.truth, predicted, names.predicted, options);
  const p = named(names.predicted, () => maskPicture(stacked.predicted, one));
  const t = named(names.truth, () => maskPicture(stacked.truth, other));
  if (p.palette && t.palette) return named(names.predicted, () => byColour(p, t, names.truth));
  // A table has said already what colours mean.
  if (options.colours) return { predicted: p, truth: t };
  const palette = p.palette ?? t.palette;
  if (options.palettes || !palette || !mayHoldGrays(palette)) return { predicted: p, truth: t };
  const grays = grayPalettes();
  for (const one of [p, t]) grays.see(seenLabels(one));
  if (grays.labels() !== "grays") return { predicted: p, truth: t };
  return { predicted: grayLabels(p), truth: grayLabels(t) };
}

/** Three slices may be stored like colours. They are slices where the other has as many, or is stored so too. */
function bothAsSlices(predicted: Raster, truth: Raster): PicturePair {
  const isStack = (one: Raster, other: Raster) => one.planes && other.depth === one.channels;
  const both = predicted.planes && truth.planes;
  return {
    predicted: both || isStack(predicted, truth) ? asSlices(predicted) : predicted,
    truth: both || isStack(truth, predicted) ? asSlices(truth) : truth,
  };
}

/** Where no table is given, the other mask's palette is one for colours. */
function withPalette(
  one: Raster,
  other: Raster,
  name: string,
  options: MaskPictureOptions,
): MaskPictureOptions {
  if (options.colours || !other.palette || !isColoured(one)) return options;
  const table = paletteTable(other.palette, usedValues(other.data));
  return { ...options, colours: { table, name: `the palette of ${name}` } };
}

function byColour(predicted: Raster, truth: Raster, truthName: string): PicturePair {
  const [mine, theirs] = [paletteColours(predicted.palette!), paletteColours(truth.palette!)];
  if (mine.every((colour, index) => colour === theirs[index])) return { predicted, truth };
  const used = [...usedValues(predicted.data)];
  const table = paletteTable(truth.palette!, usedValues(truth.data));
  const moved = used.filter((index) => mine[index] !== theirs[index] && table.has(mine[index]));
  if (moved.length === 0) return { predicted, truth };
  const unknown = used.find((index) => !table.has(mine[index]));
  if (unknown !== undefined)
    throw new Error(
      `its palette has the colours of ${truthName} in another order, and ${colourText(mine[unknown])} besides, which that palette lacks; save both with one palette`,
    );
  const labels = mappedLabels(
    predicted.data,
    (index) => table.get(mine[index]) ?? 0,
    new Int32Array(predicted.data.length),
  );
  return {
    predicted: noted(
      labelRaster(predicted, labels),
      "its palette has another order than the truth's: labels go by colour",
    ),
    truth,
  };
}

function named<T>(path: string, convert: () => T): T {
  try {
    return convert();
  } catch (cause) {
    throw new Error(`${path}: ${(cause as Error).message}`, { cause });
  }
}
