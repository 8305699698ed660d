import { type ExifChoice, maskLabels, type Raster, sizeText, usedValues } from "@segloss/io";
import { named } from "./named.ts";
import { isWidePicture, type OrientedPair } from "./orient-pair.ts";
import type { Pair } from "./pair.ts";
import { hashOf } from "./store/fingerprint.ts";
import { imagePixels } from "./store/image-pixels.ts";
import type { Place, Shelf } from "./store/shelf.ts";
import type { StoredPixels } from "./store/stored-pixels.ts";

/** Where pixels of images go, which stay, and labels of masks, which become classes when all are known. */
export interface Shelves {
  readonly pixels: Shelf;
  readonly labels: Shelf;
}

/** What is known of a pair whose pixels are on the shelves. */
export interface ShelvedPair {
  readonly pair: Pair;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly spacing?: readonly [number, number, number];
  readonly pixels: StoredPixels;
  readonly pixelsHash: string;
  /** Stored numbers of the mask, [depth, height, width]. */
  readonly labels: Place;
  /** Numbers of objects beside them, where the file knows both. */
  readonly instances?: Place;
  /** The different ones. */
  readonly values: readonly number[];
  /** True where the mask is a picture of more than 8 bits. */
  readonly wide: boolean;
  /** True where each number above 0 is one object. */
  readonly objects: boolean;
  /** The mask without its numbers, where it has a palette that others have to agree with. */
  readonly coloured?: Omit<Raster, "data">;
  readonly as?: ExifChoice;
  readonly notes: readonly string[];
}

/** Sizes of a mask and of its image that differ, in words. */
export interface Unequal {
  readonly pair: Pair;
  readonly size: string;
  /** That of the image. */
  readonly of: string;
}

/** Puts image and mask onto the shelves, where their sizes agree. */
export function shelvePair(
  { pair, image, mask, instances, as, said }: OrientedPair,
  shelves: Shelves,
): ShelvedPair | Unequal {
  const { data, ...pixels } = named(pair.image, () => imagePixels(image));
  const labels = shelveLabels(pair, mask, shelves.labels);
  if (sizeText(image) !== sizeText(mask)) return { pair, size: sizeText(mask), of: sizeText(image) };
  const { width, height, depth, spacing } = image;
  return {
    ...{ pair, width, height, depth },
    ...(spacing && { spacing }),
    pixels: { ...pixels, place: shelves.pixels.put(data) },
    pixelsHash: hashOf(data),
    ...labels,
    ...(instances && { instances: shelves.labels.put(instances) }),
    ...(mask.palette && { coloured: withoutArrays(mask) }),
    ...(as && { as }),
    notes: [...(mask.notes ?? []), ...said],
  };
}

/** Puts the numbers of a mask onto a shelf. */
export function shelveLabels(
  pair: Pair,
  mask: Raster,
  shelf: Shelf,
): Pick<ShelvedPair, "labels" | "values" | "wide" | "objects"> {
  const labels = named(pair.mask, () => maskLabels(mask));
  return {
    labels: shelf.put(labels),
    values: [...usedValues(labels)],
    wide: isWidePicture(mask, pair.mask),
    objects: mask.objects ?? false,
  };
}

function withoutArrays({ data: _, alpha: _alpha, layers: _layers, ...rest }: Raster): Omit<Raster, "data"> {
  return rest;
}
