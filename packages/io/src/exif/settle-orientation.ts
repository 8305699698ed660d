import type { Raster, RasterHead } from "../raster.ts";
import { oriented, turnsSides } from "./oriented.ts";

/** Whether pictures are turned as their files say. */
export type ExifChoice = "raw" | "apply";

/** Two pictures of the same pixels, of which one may have to be turned. */
export interface Settled {
  readonly first: Raster;
  readonly second: Raster;
  /** How it was settled; undefined where nothing had to be. */
  readonly as?: ExifChoice;
}

/**
 * Turns the pictures of a pair as their EXIF orientations say, or leaves them, whichever gives both one size.
 *
 * @returns "open" where both do, and no choice is given
 */
export function settleOrientation(first: Raster, second: Raster, choice?: ExifChoice): Settled | "open" {
  const as = chosenOrientation(first, second, choice);
  if (as === "open") return as;
  if (as === "apply") return { first: oriented(first), second: oriented(second), as };
  return { first: asStored(first), second: asStored(second), ...(as && { as }) };
}

/** What `settleOrientation` does, known before there are pixels; undefined where nothing has to be settled. */
export function chosenOrientation(
  first: RasterHead,
  second: RasterHead,
  choice?: ExifChoice,
): ExifChoice | "open" | undefined {
  if ((first.exifOrientation ?? 1) === (second.exifOrientation ?? 1)) return undefined;
  const fits = { raw: sameSize(first, second, false), apply: sameSize(first, second, true) };
  const as = choice ?? (fits.raw === fits.apply ? undefined : fits.raw ? "raw" : "apply");
  return as === undefined && fits.raw ? "open" : as;
}

/** What is said of a picture that had to be settled, by sizes or as somebody chose. */
export function orientationNote(orientation: number, as: ExifChoice, choice?: ExifChoice): string {
  if (choice)
    return `its EXIF orientation ${orientation} is ${as === "apply" ? "applied" : "left"}, as asked for`;
  return as === "apply"
    ? `its EXIF orientation ${orientation} is applied: the mask has the turned size`
    : `its EXIF orientation ${orientation} is left: the mask has the size of the stored pixels`;
}

function sameSize(first: RasterHead, second: RasterHead, turned: boolean): boolean {
  const [a, b] = [shownSize(first, turned), shownSize(second, turned)];
  return a[0] === b[0] && a[1] === b[1];
}

function shownSize({ width, height, exifOrientation = 1 }: RasterHead, turned: boolean): [number, number] {
  return turned && turnsSides(exifOrientation) ? [height, width] : [width, height];
}

function asStored({ exifOrientation: _, ...raster }: Raster): Raster {
  return raster;
}
