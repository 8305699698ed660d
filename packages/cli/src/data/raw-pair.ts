import {
  asSlices,
  type ColourSource,
  type GeometryChoice,
  hasNoData,
  maskLabels,
  maskPicture,
  matchRasters,
  type Raster,
  replaceNoData,
} from "@segloss/io";
import { CROWD_LABEL } from "./crowd-label.ts";
import { dataError } from "./data-error.ts";
import type { Labels } from "./data-set.ts";
import { named } from "./named.ts";
import type { PaintedPair } from "./painted-mask.ts";
import type { Pair } from "./pair.ts";

/** Files whose orientation is still to be settled. */
export interface RawPair {
  readonly pair: Pair;
  readonly image: Raster;
  readonly mask: Raster;
  /** Numbers of objects beside the classes of the mask, where the file knows both. */
  readonly instances?: Labels;
}

/** What is made of a mask besides its numbers. */
export interface MaskOptions {
  /** Labels of the colours of RGB masks. */
  readonly colours?: ColourSource | undefined;
  /** Whether a mask is turned into the orientation of its image where both state theirs (default), or paired by index. */
  readonly geometry?: GeometryChoice | undefined;
}

/** An image and its mask as they were decoded, as a pair; RGB masks get the labels of their colours. */
export function rawPair(
  pair: Pair,
  image: Raster,
  stored: Raster,
  { colours, geometry = "world" }: MaskOptions = {},
): RawPair {
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
export function paintedPair(pair: Pair, image: Raster, { classes, instances }: PaintedPair): RawPair {
  const notes = [...(classes.notes ?? []), ...(classes.layers ? [OVERLAP] : [])];
  return {
    ...{ pair, image },
    mask: { ...replaceNoData(classes, CROWD_LABEL), ...(notes.length > 0 && { notes }) },
    instances: maskLabels(replaceNoData(instances, 0)),
  };
}

const OVERLAP = "classes of its annotations overlap: a pixel of several counts for the one on top";

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
