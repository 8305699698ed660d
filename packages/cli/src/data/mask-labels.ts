import type { Labels } from "./data-set.ts";
import type { Raster, RasterData } from "./raster.ts";

// A JPEG of a two-valued mask keeps nearly all pixels near black and white; a photograph does not.
const NEAR = 32;
const NEAR_SHARE = 0.95;

const COLOUR_REMEDY =
  "it holds colours where class indices are expected; save it as palette or gray PNG whose values are the indices";

/**
 * Whole numbers that a mask stores, before they are taken for classes or objects. Same order as the raster.
 *
 * @param ignored values that need not be labels: negative ones, and up to 2^32 - 1, which are stored as `value | 0`
 */
export function maskLabels(raster: Raster, ignored: readonly number[] = []): Labels {
  const gray = raster.channels === 1 ? raster.data : equalChannels(raster);
  return raster.lossy ? twoValued(gray) : wholeNumbers(gray, ignored);
}

/** Different values of several masks, ascending. */
export function distinctLabels(masks: readonly Labels[]): number[] {
  const seen = new Set<number>();
  for (const mask of masks) {
    let previous = -1;
    for (const label of mask) {
      // Neighbours mostly agree, and asking the set is the slow part.
      if (label !== previous) seen.add(label);
      previous = label;
    }
  }
  return [...seen].sort((a, b) => a - b);
}

/** The common channel of a mask saved as RGB without colours. */
function equalChannels(raster: Raster): RasterData {
  const { data, channels } = raster;
  const gray = data.slice(0, data.length / channels);
  for (let i = 0; i < gray.length; i++) {
    gray[i] = data[i * channels];
    for (let c = 1; c < channels; c++) if (data[i * channels + c] !== gray[i]) throw new Error(COLOUR_REMEDY);
  }
  return gray;
}

/** A JPEG mask is cut at half white. */
function twoValued(data: RasterData): Uint8Array {
  let near = 0;
  for (const value of data) if (value < NEAR || value > 255 - NEAR) near++;
  if (near < NEAR_SHARE * data.length)
    throw new Error("JPEG changes labels, and this one is not black and white; save the mask as PNG");
  return Uint8Array.from(data, (value) => (value >= 128 ? 255 : 0));
}

function wholeNumbers(data: RasterData, ignored: readonly number[]): Labels {
  if (data instanceof Uint8Array || data instanceof Uint16Array) return data;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (!isLabel(value) && !ignored.includes(value))
      throw new Error(
        `value ${value} (pixel ${i}) is no label; expected whole numbers from 0, no scores and no -1`,
      );
  }
  // Beyond 2^31 numbers wrap to negative ones, which are no labels.
  return Int32Array.from(data, (value: number) => value | 0);
}

function isLabel(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}
