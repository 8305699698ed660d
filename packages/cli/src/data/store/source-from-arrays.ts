import type { ImageSource } from "../image-source.ts";
import { memoryShelf } from "./memory-shelf.ts";
import { sourceOf } from "./source-of.ts";
import { ARRAYS, type StoredArray } from "./stored-array.ts";
import type { StoredImage, StoredSet } from "./stored-set.ts";

/** Numbers of an image as they are kept. */
export interface ImageArrays {
  readonly pixels: StoredArray;
  readonly mask: StoredArray;
  readonly instances?: StoredArray;
}

/** A source in memory of images whose numbers lay elsewhere. @param arrays of each image of the set */
export function sourceFromArrays(set: StoredSet, arrays: readonly ImageArrays[]): ImageSource {
  const shelf = memoryShelf();
  const images = set.images.map(({ instances: _, ...image }, k): StoredImage => {
    const { pixels, mask, instances } = arrays[k];
    return {
      ...image,
      pixels: { ...image.pixels, place: shelf.put(pixels) },
      mask: shelf.put(mask),
      ...(instances && { instances: shelf.put(instances) }),
    };
  });
  return sourceOf({ ...set, images }, shelf);
}

/** Bytes of numbers as an array of their type. */
export function arrayOf(type: keyof typeof ARRAYS, bytes: ArrayBuffer): StoredArray {
  const kind = ARRAYS[type] as unknown as { new (buffer: ArrayBuffer): StoredArray };
  return new kind(bytes);
}
