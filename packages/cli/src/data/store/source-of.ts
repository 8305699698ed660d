import type { Labels, Sample } from "../data-set.ts";
import type { ImageSource, Window } from "../image-source.ts";
import { pixelValues } from "./image-pixels.ts";
import { readWindow } from "./read-window.ts";
import type { Shelf } from "./shelf.ts";
import type { StoredArray } from "./stored-array.ts";
import type { StoredPixels } from "./stored-pixels.ts";
import type { StoredImage, StoredSet } from "./stored-set.ts";

/** Whole images of a set whose numbers are on a shelf. */
export function sourceOf(set: StoredSet, shelf: Omit<Shelf, "put">): ImageSource {
  return {
    ...set,
    sample(image) {
      const { width, height } = set.images[image];
      const sample = read(image, { x: 0, y: 0, width, height });
      const instances = objects(image);
      return instances ? { ...sample, instances } : sample;
    },
    window: read,
    mask: readMask,
    objects,
    statistics: (image) => set.images[image].statistics,
    close: () => shelf.close(),
  };

  function read(image: number, window: Window): Sample {
    const entry = set.images[image];
    const { name, group, spacing, pixels } = entry;
    const mask = readMask(image, window);
    const stored = readWindow(shelf, pixels.place, entry.width, pixels.channels, window);
    return {
      ...{ name, group, width: window.width, height: window.height },
      image: valuesOf(stored, pixels, set.channels),
      mask,
      ...(spacing && { spacing }),
    };
  }

  function objects(image: number): Labels | undefined {
    const { width, height, instances } = set.images[image];
    return instances && (shelf.get(instances, 0, width * height) as Labels);
  }

  function readMask(image: number, window: Window): Sample["mask"] {
    const entry = set.images[image];
    checkInside(entry, window);
    return readWindow(shelf, entry.mask, entry.width, 1, window) as Sample["mask"];
  }
}

/** Values 0 to 1; gray among colours is repeated. */
function valuesOf(stored: StoredArray, pixels: StoredPixels, channels: number): Float32Array {
  const values = pixelValues(stored, pixels);
  if (pixels.channels === channels) return values;
  const repeated = new Float32Array(values.length * channels);
  for (let i = 0, at = 0; i < values.length; i++)
    for (let c = 0; c < channels; c++, at++) repeated[at] = values[i];
  return repeated;
}

function checkInside({ name, width, height }: StoredImage, window: Window): void {
  const { x, y } = window;
  const isInside = x >= 0 && y >= 0 && x + window.width <= width && y + window.height <= height;
  if (!isInside)
    throw new RangeError(
      `${name}: a window of ${window.width}x${window.height} at ${x},${y} is not inside of ${width}x${height}`,
    );
}
