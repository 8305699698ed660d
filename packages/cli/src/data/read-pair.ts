import {
  asSlices,
  type ColourSource,
  type ExifChoice,
  type GeometryChoice,
  hasNoData,
  maskLabels,
  maskPicture,
  matchRasters,
  orientationNote,
  type Raster,
  replaceNoData,
  settleOrientation,
  sizeText,
} from "@segloss/io";
import { CROWD_LABEL } from "./annotated/annotated-folder.ts";
import { dataError } from "./data-error.ts";
import type { Labels } from "./data-set.ts";
import { DISK } from "./files/disk.ts";
import { type ImageValues, imageValues } from "./image-values.ts";
import { lastOnTop, readMask } from "./object-folder.ts";
import { type PaintedPair, paintedPairs } from "./painted-mask.ts";
import type { Pair } from "./pair.ts";
import { readRaster } from "./read-file.ts";

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

/** Files whose orientation is still to be settled. */
export interface RawPair {
  readonly pair: Pair;
  readonly image: Raster;
  readonly mask: Raster;
  /** Numbers of objects beside the classes of the mask, where the file knows both. */
  readonly instances?: Labels;
}

/** How the files of a pair are read. */
export interface RawPairOptions {
  /** Labels of the colours of RGB masks. */
  readonly colours?: ColourSource | undefined;
  /** Whether a mask is turned into the orientation of its image where both state theirs (default), or paired by index. */
  readonly geometry?: GeometryChoice | undefined;
  /** Reads masks that are annotations. */
  readonly paint?: ReturnType<typeof paintedPairs> | undefined;
}

/** Reads both files; RGB masks get the labels of their colours. */
export async function readRawPair(
  pair: Pair,
  { colours, geometry = "world", paint = paintedPairs(DISK, {}) }: RawPairOptions = {},
): Promise<RawPair> {
  const image = await readImage(pair);
  if (pair.painted) return paintedPair(pair, image, await paint(pair.painted.path, sizeAsShown(image)));
  const stored = lastOnTop(await readMask(DISK, pair.mask, pair.objects ?? false));
  // What is stored like colours are slices where the image has as many.
  const isStack = stored.planes && (image.planes || image.depth === stored.channels);
  const mask = named(pair.mask, () =>
    maskPicture(isStack ? asSlices(stored) : stored, colours ? { colours } : {}),
  );
  const noData = hasNoData(mask) && !mask.data.includes(IGNORED as never);
  const told = noData ? `pixels of its no-data value ${mask.noData} are ignored` : undefined;
  const slices = image.planes && mask.depth === image.channels && mask.depth > 1;
  return {
    pair,
    image: slices ? asSlices(image) : image,
    mask: inPlace(
      pair,
      told ? { ...replaceNoData(mask, IGNORED), notes: [...(mask.notes ?? []), told] } : mask,
      image,
      geometry,
    ),
  };
}

/** Classes and objects of annotations; pixels of crowds belong to neither. */
function paintedPair(pair: Pair, image: Raster, { classes, instances }: PaintedPair): RawPair {
  const notes = [...(classes.notes ?? []), ...(classes.layers ? [OVERLAP] : [])];
  return {
    ...{ pair, image },
    mask: { ...replaceNoData(classes, CROWD_LABEL), ...(notes.length > 0 && { notes }) },
    instances: maskLabels(replaceNoData(instances, 0)),
  };
}

const OVERLAP = "classes of its annotations overlap: a pixel of several counts for the one on top";

function sizeAsShown({ width, height, exifOrientation = 1 }: Raster) {
  return exifOrientation >= 5 ? { width: height, height: width } : { width, height };
}

/** The mask in the orientation of its image, where both say how they lie. */
function inPlace(pair: Pair, mask: Raster, image: Raster, geometry: GeometryChoice): Raster {
  if (geometry === "index" || !mask.geometry || !image.geometry) return mask;
  const names = { moving: pair.mask, fixed: pair.image };
  try {
    const { raster, notes } = matchRasters(mask, image, names, geometry);
    // Alike for all pairs, so that they are said once.
    const own = notes.map((note) => note.replace(`${pair.mask}: `, "").replace(pair.image, "its image"));
    return own.length > 0 ? { ...raster, notes: [...(mask.notes ?? []), ...own] } : raster;
  } catch (cause) {
    throw dataError((cause as Error).message, cause);
  }
}

/** The label that marks pixels without one in masks. */
const IGNORED = 255;

/** The channels of an image, each of a file of its own, side by side. */
export async function readImage({ image, channels }: Pick<Pair, "image" | "channels">): Promise<Raster> {
  const first = await readRaster(image);
  if (!channels) return first;
  const others = await Promise.all(channels.slice(1).map((path) => readRaster(path)));
  const odd = others.findIndex((one) => sizeText(one) !== sizeText(first) || one.channels !== 1);
  if (odd >= 0 || first.channels !== 1)
    throw dataError(
      `${channels[odd + 1]}: it is no gray image of ${sizeText(first)} as ${image} is; channels of one image have one size`,
    );
  const all = [first, ...others].map(({ data }) => data);
  const data = new Float32Array(all.length * first.data.length);
  all.forEach((channel, c) => {
    for (let i = 0; i < channel.length; i++) data[i * all.length + c] = channel[i];
  });
  const { fullScale, palette: _, ...rest } = first;
  const alike = others.every((one) => one.fullScale === fullScale);
  return { ...rest, data, channels: all.length, ...(alike && fullScale !== undefined && { fullScale }) };
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

/** Runs a conversion; what it throws gets the file's path in front. */
export function named<T>(path: string, convert: () => T): T {
  try {
    return convert();
  } catch (cause) {
    throw dataError(`${path}: ${(cause as Error).message}`, cause);
  }
}
