import {
  type ExifChoice,
  maskLabels,
  orientationNote,
  type Raster,
  settleOrientation,
  sizeText,
} from "@segloss/io";
import type { Labels } from "./data-set.ts";
import { type ImageValues, imageValues } from "./image-values.ts";
import { named } from "./named.ts";
import type { Pair } from "./pair.ts";
import type { RawPair } from "./raw-pair.ts";

/** An image and its mask in one orientation. */
export interface OrientedPair {
  readonly pair: Pair;
  readonly image: Raster;
  readonly mask: Raster;
  /** Numbers of objects beside the classes of the mask, where the file knows both. */
  readonly instances?: Labels;
  /** How its EXIF orientation was settled, where there is one. */
  readonly as?: ExifChoice;
  /** What is said of that. */
  readonly said: readonly string[];
}

/** An image and its mask, decoded. */
export interface ReadPair {
  readonly pair: Pair;
  readonly image: ImageValues;
  /** Geometry of image and mask. */
  readonly raster: Raster;
  readonly labels: Labels;
  /** Size of the mask, for messages: `640x480`. */
  readonly size: string;
  /** True where the mask is a picture of more than 8 bits. */
  readonly wide: boolean;
  /** True where each number above 0 is one object. */
  readonly objects: boolean;
  /** How its EXIF orientation was settled, where there is one. */
  readonly as?: ExifChoice;
  readonly notes: readonly string[];
}

/** Image and mask with one orientation; "open" where sizes do not tell it. */
export function orientPair(
  { pair, image, mask, instances }: RawPair,
  exif?: ExifChoice,
): OrientedPair | "open" {
  const settled = settleOrientation(image, mask, exif);
  if (settled === "open") return "open";
  const { first, second, as } = settled;
  const orientation = image.exifOrientation ?? mask.exifOrientation;
  const said = as && orientation ? [orientationNote(orientation, as, exif)] : [];
  return {
    ...{ pair, image: first, mask: second, said },
    ...(instances && { instances }),
    ...(as && { as }),
  };
}

/** Image and mask with one orientation, as values and labels; "open" where sizes do not tell it. */
export function settlePair(raw: RawPair, exif?: ExifChoice): ReadPair | "open" {
  const oriented = orientPair(raw, exif);
  if (oriented === "open") return "open";
  const { pair, image: raster, mask, as, said } = oriented;
  return {
    ...{ pair, raster },
    image: named(pair.image, () => imageValues(raster)),
    labels: named(pair.mask, () => maskLabels(mask)),
    size: sizeText(mask),
    wide: isWidePicture(mask, pair.mask),
    objects: mask.objects ?? false,
    ...(as && { as }),
    notes: [...(mask.notes ?? []), ...said],
  };
}

/** Pictures of more than 8 bits number objects as a rule; arrays and volumes have such types for other reasons. */
export function isWidePicture({ bitDepth, data }: Raster, path: string): boolean {
  const isFloat = data instanceof Float32Array || data instanceof Float64Array;
  return bitDepth > 8 && !isFloat && /\.(png|tiff?)$/i.test(path);
}
