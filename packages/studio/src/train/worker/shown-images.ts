import type { ImageSource } from "@segloss/cli/training";
import type { ShownImage } from "./messages.ts";

/** So many images are shown, */
const MOST = 4;
/** and so much of a large one, in the middle. */
const LARGEST = 256;

const LEFT_OUT = 255;

/** Some of the images, evenly chosen. */
export function shownOf(images: readonly number[]): number[] {
  const count = Math.min(MOST, images.length);
  return Array.from({ length: count }, (_, k) => images[Math.floor((k * images.length) / count)]!);
}

/** The part of an image that is shown. */
export function shownSample(source: ImageSource, image: number): ReturnType<ImageSource["window"]> {
  const { width, height } = source.images[image]!;
  const [w, h] = [Math.min(width, LARGEST), Math.min(height, LARGEST)];
  return source.window(image, { x: (width - w) >> 1, y: (height - h) >> 1, width: w, height: h });
}

/** An image as the page draws it: gray, or the first three channels. */
export function shownImage(source: ImageSource, image: number): ShownImage {
  const { name, width, height, image: values, mask } = shownSample(source, image);
  return {
    ...{ name, width, height },
    ...pixelsOf(values, source.channels),
    truth: Uint8Array.from(mask, (label) => (label < source.classes.length ? label : LEFT_OUT)),
  };
}

/** Values 0 to 1 as bytes of one or three channels. */
export function pixelsOf(
  values: Float32Array,
  channels: number,
): { readonly channels: number; readonly pixels: Uint8Array } {
  const used = channels < 3 ? 1 : 3;
  const pixels = new Uint8Array((values.length / channels) * used);
  for (let i = 0, to = 0; to < pixels.length; i += channels)
    for (let c = 0; c < used; c++, to++)
      pixels[to] = Math.round(255 * Math.min(1, Math.max(0, values[i + c]!)));
  return { channels: used, pixels };
}
