import { agreePictures, type Raster } from "@segloss/io";
import { dataError } from "./data-error.ts";

/** A mask with a palette, and its file. */
export interface ColouredMask {
  readonly path: string;
  readonly mask: Raster;
}

/** Of two masks the one whose palette has more different colours; the first of equals. */
export function moreColours(one: ColouredMask | undefined, other: ColouredMask): ColouredMask {
  return one && countColours(one) >= countColours(other) ? one : other;
}

function countColours({ mask }: ColouredMask): number {
  return new Set(mask.palette!.map((colour) => colour.join())).size;
}

/**
 * Brings the palette of a mask to the order of that of the set's mask with most colours. Tools that save palettes anew number the colours of
 * each file for itself.
 *
 * @throws DataError where the mask has colours that palette lacks
 */
export function agreeMask(one: ColouredMask, reference: ColouredMask): Raster {
  if (one.path === reference.path) return one.mask;
  try {
    const names = { predicted: one.path, truth: reference.path };
    const { predicted } = agreePictures({ predicted: one.mask, truth: reference.mask }, names);
    return { ...predicted, notes: (predicted.notes ?? []).map(ofSet) };
  } catch (cause) {
    throw dataError(
      `${(cause as Error).message}; or list the colours in classes.json: {"classes": ["background", ...], "colours": ["#000000", ...]}`,
      cause,
    );
  }
}

function ofSet(note: string): string {
  return note.replace("than the truth's", "than others");
}
