import type { Sample } from "../../data/data-set.ts";
import { areaAverage } from "../../data/named/area-average.ts";
import type { Colour } from "../../page/palette.ts";
import { classMap, photograph } from "../../page/pictures.ts";

/** Longest side of a small picture in pixels. */
const LONGEST = 240;

/** Image and mask of a sample as small pictures; the image from its own least value, black, to its largest, white. */
export function thumbnail(sample: Sample, colours: readonly Colour[]): { image: string; mask: string } {
  const { width, height, mask } = sample;
  const channels = sample.image.length / (width * height);
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const [w, h] = [width, height].map((size) => Math.max(1, Math.round(size * scale)));
  const small = stretched(areaAverage({ data: sample.image, width, height, channels }, w, h));
  const labels = new Uint16Array(w * h);
  for (let y = 0, i = 0; y < h; y++)
    for (let x = 0; x < w; x++, i++)
      labels[i] = mask[Math.floor(((y + 0.5) * height) / h) * width + Math.floor(((x + 0.5) * width) / w)];
  return {
    image: photograph({ ...sample, image: small, width: w, height: h }, channels),
    mask: classMap(labels, w, h, colours),
  };
}

function stretched(values: Float32Array): Float32Array {
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  return high > low ? values.map((value) => (value - low) / (high - low)) : values;
}
