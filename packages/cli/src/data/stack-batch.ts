import type { Normalisation } from "./channel-normalisation.ts";
import type { Labels, Sample } from "./data-set.ts";
import { type Orientation, orientedIndices } from "./orientation.ts";

export type Layout = "channels-first" | "channels-last";

/** Images of one size as flat arrays. */
export interface Batch {
  size: number;
  width: number;
  height: number;
  channels: number;
  layout: Layout;
  /** [size, channels, height, width] or [size, height, width, channels]. */
  images: Float32Array;
  /** [size, height, width]. */
  masks: Uint8Array | Uint16Array;
  /** [size, height, width], where every image has object labels. */
  instances?: Labels;
  /** [size, height, width] each; the maps that every image has. */
  maps: Readonly<Record<string, Float32Array>>;
  /** Names of the images, in order. */
  names: readonly string[];
}

export interface OrientedSample {
  sample: Sample;
  orientation: Orientation;
}

export interface StackOptions {
  normalisation?: Normalisation;
  layout?: Layout;
}

type Pixels = Labels | Float32Array;

/** Copies images of one size into one batch, each in its orientation, image, mask, objects and maps alike. */
export function stackBatch(
  picked: readonly OrientedSample[],
  channels: number,
  options: StackOptions = {},
): Batch {
  const { layout = "channels-first", normalisation } = options;
  const [{ sample: first }] = picked;
  const { width, height } = first;
  const order = picked.map(({ orientation }) => orientedIndices(width, height, orientation));
  const stack = <T extends Pixels>(pixelsOf: (sample: Sample) => T): T =>
    stackPixels(
      picked.map(({ sample }) => pixelsOf(sample)),
      order,
    );
  const names = Object.keys(first.maps ?? {}).filter((name) =>
    picked.every(({ sample }) => sample.maps?.[name]),
  );
  const batch: Batch = {
    size: picked.length,
    width,
    height,
    channels,
    layout,
    images: stackImages(
      picked.map(({ sample }) => sample.image),
      order,
      channels,
      layout,
      normalisation,
    ),
    masks: stack((sample) => sample.mask),
    maps: Object.fromEntries(names.map((name) => [name, stack((sample) => sample.maps![name])])),
    names: picked.map(({ sample }) => sample.name),
  };
  if (picked.every(({ sample }) => sample.instances)) batch.instances = stack((sample) => sample.instances!);
  return batch;
}

function stackPixels<T extends Pixels>(sources: readonly T[], order: readonly Int32Array[]): T {
  const pixels = order[0].length;
  // One 16-bit mask makes the batch 16-bit.
  const widest = sources.reduce((a, b) => (b.BYTES_PER_ELEMENT > a.BYTES_PER_ELEMENT ? b : a));
  const result = new (widest.constructor as new (length: number) => T)(pixels * sources.length);
  sources.forEach((source, b) => {
    const indices = order[b];
    const target = result.subarray(b * pixels, (b + 1) * pixels);
    for (let i = 0; i < pixels; i++) target[i] = source[indices[i]];
  });
  return result;
}

function stackImages(
  sources: readonly Float32Array[],
  order: readonly Int32Array[],
  channels: number,
  layout: Layout,
  normalisation: Normalisation | undefined,
): Float32Array {
  const pixels = order[0].length;
  const result = new Float32Array(sources.length * pixels * channels);
  const [pixelStride, channelStride] = layout === "channels-first" ? [1, pixels] : [channels, 1];
  sources.forEach((source, b) => {
    const indices = order[b];
    for (let c = 0; c < channels; c++) {
      const mean = normalisation?.mean[c] ?? 0;
      const scale = 1 / (normalisation?.deviation[c] ?? 1);
      const start = b * pixels * channels + c * channelStride;
      for (let i = 0; i < pixels; i++)
        result[start + i * pixelStride] = (source[indices[i] * channels + c] - mean) * scale;
    }
  });
  return result;
}
