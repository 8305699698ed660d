import type { LabelArray, Labels } from "./labels.ts";
import { mappedLabels } from "./mapped-labels.ts";
import { oneHotAxes, placesOfOnes } from "./one-hot.ts";
import type { Raster, RasterData } from "./raster.ts";

// A JPEG of a two-valued mask keeps nearly all pixels near black and white; a photograph does not.
const NEAR = 32;
const NEAR_SHARE = 0.95;

const COLOUR_REMEDY =
  "it holds colours where class indices are expected; save it as palette or gray PNG whose values are the indices";

/**
 * The mask that a file holds: whole numbers, before they are taken for classes or objects. One-hot arrays become the index of the 1.
 *
 * @param ignored values that need not be labels: negative ones, and up to 2^32 - 1, which are stored as `value | 0`
 * @throws Error where the values are no labels, with what they look like and the remedy
 */
export function toLabels(raster: Raster, ignored: readonly number[] = []): Labels {
  const hot = raster.shape ? oneHotArray(raster) : oneHotChannels(raster);
  if (hot) return hot;
  const gray = raster.channels === 1 ? raster.data : equalChannels(raster);
  if (raster.lossy) return { ...raster, data: twoValued(gray), channels: 1 };
  const { rounding = 0 } = raster;
  const { data, rounded } = wholeNumbers(gray, rounding, ignored);
  const notes = [
    ...(raster.notes ?? []),
    ...(rounded ? [ROUNDED] : []),
    ...(rounding > 0.5 ? [`its ${mergedLabels(rounding)}`] : []),
  ];
  return { ...raster, data, channels: 1, ...(notes.length > 0 && { notes }) };
}

const ROUNDED =
  "its labels went through a scale factor and were rounded to whole numbers; save them as integers (.astype(np.uint8)) with a header of that type";

/** What steps of more than 1 between stored numbers mean, `rounding` being half of one. */
function mergedLabels(rounding: number): string {
  const step = Number((2 * rounding).toPrecision(4));
  return `numbers are stored in steps of ${step}, so that labels nearer to each other than that have become one; save it with a header of a type that holds them all (nibabel: header.set_data_dtype(np.int32))`;
}

/** Whole numbers that a mask stores. Same order as the raster, but for one-hot arrays. */
export function maskLabels(raster: Raster, ignored: readonly number[] = []): LabelArray {
  return toLabels(raster, ignored).data;
}

/** Different values of several masks, ascending. */
export function distinctLabels(masks: readonly LabelArray[]): number[] {
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

/** An array of three or four axes without names, one-hot along one of them. */
function oneHotArray(raster: Raster): Labels | undefined {
  const { data, shape = [], ...rest } = raster;
  if (shape.length < 3) return undefined;
  const axes = oneHotAxes(data, shape);
  if (axes.length === 0) return undefined;
  if (axes.length > 1)
    throw new Error(
      `it is one-hot along ${axes.map((axis) => `axis ${axis}`).join(" and ")} alike; say which one the classes are with --axes, such as cyx`,
    );
  const [axis] = axes;
  const sizes = shape.filter((_, k) => k !== axis);
  const [depth, height, width] = [1, ...sizes].slice(-3);
  const notes = [
    ...(raster.notes ?? []),
    `it is one-hot along axis ${axis}: the label is the index of the 1`,
  ];
  return { ...rest, data: placesOfOnes(data, shape, axis), depth, height, width, channels: 1, notes };
}

/** Channels that are measurements, not colours, and one-hot. */
function oneHotChannels(raster: Raster): Labels | undefined {
  const { data, channels, fullScale } = raster;
  if (channels === 1 || fullScale !== undefined) return undefined;
  const shape = [data.length / channels, channels];
  if (!oneHotAxes(data, shape).includes(1)) return undefined;
  const notes = [
    ...(raster.notes ?? []),
    `its ${channels} channels are one-hot: the label is the index of the 1`,
  ];
  return { ...raster, data: placesOfOnes(data, shape, 1), channels: 1, notes };
}

/** The common channel of a mask saved as RGB without colours. */
function equalChannels(raster: Raster): RasterData {
  const { data, channels, fullScale } = raster;
  const gray = data.slice(0, data.length / channels);
  for (let i = 0; i < gray.length; i++) {
    gray[i] = data[i * channels];
    for (let c = 1; c < channels; c++)
      if (data[i * channels + c] !== gray[i])
        throw new Error(fullScale === undefined ? channelRemedy(raster) : COLOUR_REMEDY);
  }
  return gray;
}

function channelRemedy({ channels, shape }: Raster): string {
  const remedy = "of scores save the index of the largest (argmax over the channels)";
  if (!shape)
    return `it has ${channels} values a pixel that are not one-hot; expected one label a pixel: ${remedy}`;
  const axes = "zyx".slice(-shape.length);
  return `its shape (${shape.join(", ")}) was taken for pixels of ${channels} values, which are not one-hot; expected one label a pixel: say what the axes are with --axes, such as ${axes}, or ${remedy}`;
}

/** A JPEG mask is cut at half white. */
function twoValued(data: RasterData): Uint8Array {
  let near = 0;
  for (let i = 0; i < data.length; i++) if (data[i] < NEAR || data[i] > 255 - NEAR) near++;
  if (near < NEAR_SHARE * data.length)
    throw new Error("JPEG changes labels, and this one is not black and white; save the mask as PNG");
  return mappedLabels(data, (value) => (value >= 128 ? 255 : 0), new Uint8Array(data.length));
}

/**
 * Integers as labels, of bytes where those hold them all: nearly all masks have few labels, and those of bytes are compared in vectors.
 * undefined where one is no label, and for floats, which are asked one by one.
 */
function asLabels(data: RasterData): LabelArray | undefined {
  if (data instanceof Float32Array || data instanceof Float64Array) return undefined;
  // The bits that any of them has; negative ones, and those from 2^31 on, have the highest.
  let bits = 0;
  for (let i = 0; i < data.length; i++) bits |= data[i];
  if (bits < 0) return undefined;
  if (bits < 256) return new Uint8Array(data);
  return data instanceof Int32Array || data instanceof Uint16Array ? data : new Int32Array(data);
}

/** @param slack distance from a whole number that the file's scale factor explains; half a step and more explains all */
function wholeNumbers(
  data: RasterData,
  slack: number,
  ignored: readonly number[],
): { data: LabelArray; rounded?: boolean } {
  if (data instanceof Uint8Array) return { data };
  const whole = asLabels(data);
  if (whole) return { data: whole };
  const labels = new Int32Array(data.length);
  const allowed = slack < 0.5 ? slack * (1 + 1e-6) : 0;
  let rounded = false;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    const label = Math.round(value);
    const isLabel = Math.abs(value - label) <= allowed && label >= 0 && label < 2 ** 31;
    if (!isLabel && !ignored.includes(value))
      throw new Error(
        slack > 0.5 && Math.abs(value - label) <= slack
          ? `value ${value} (pixel ${i}) is no label: ${mergedLabels(slack)}`
          : `value ${value} (pixel ${i}) is no label; expected whole numbers from 0, no scores and no -1`,
      );
    if (label !== value) rounded = true;
    // Beyond 2^31 ignored numbers wrap to negative ones, which are no labels.
    labels[i] = label | 0;
  }
  return { data: labels, rounded };
}
