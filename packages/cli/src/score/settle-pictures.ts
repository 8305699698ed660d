import {
  agreePictures,
  type ColourSource,
  type ExifChoice,
  hasNoData,
  noDataText,
  orientationNote,
  type PaletteLabels,
  type PicturePair,
  type Raster,
  type RasterHead,
  replaceNoData,
  settleOrientation,
} from "@segloss/io";
import { checkSizes } from "./check-sizes.ts";
import type { FileNote } from "./file-note.ts";
import type { FilePair } from "./file-pair.ts";

export interface PictureSettings {
  /** Labels of colours, where the folders have a list. */
  readonly colours?: ColourSource;
  /** Where masks with palettes of grays have their labels. */
  readonly palettes?: PaletteLabels;
  readonly exif?: ExifChoice;
  readonly foreground: boolean;
}

/** A pair of masks whose pictures mean the same, with what was done to them. */
export interface SettledPictures extends PicturePair {
  readonly notes: readonly FileNote[];
}

/** Brings prediction and truth to one orientation and one meaning of colours. */
export function settlePictures(
  pair: FilePair,
  predicted: Raster,
  truth: Raster,
  settings: PictureSettings,
): SettledPictures {
  const turned = settleOrientation(predicted, truth, settings.exif);
  if (turned === "open") throw openOrientation(pair, predicted, truth);
  checkPictureSizes(turned.first, turned.second, pair);
  const orientation = orientationNotes(pair, predicted, truth, turned.as, settings.exif);
  return agreedPictures(pair, turned.first, turned.second, settings, orientation);
}

/** Of pictures of other sizes it is of no use to say what their colours mean. */
export function checkPictureSizes(p: RasterHead, t: RasterHead, pair: FilePair): void {
  const pictures = p.fullScale !== undefined && t.fullScale !== undefined;
  if (pictures && p.width * p.height !== t.width * t.height) checkSizes(p, t, pair);
}

export function openOrientation(pair: FilePair, predicted: RasterHead, truth: RasterHead): Error {
  return new Error(
    `${pair.predicted}: its EXIF orientation is ${predicted.exifOrientation ?? 1} and that of ${pair.truth} ${truth.exifOrientation ?? 1}, and both fit by size; say --exif apply where masks belong to pictures as they are shown, --exif raw where as they are stored`,
  );
}

export function orientationNotes(
  pair: FilePair,
  predicted: RasterHead,
  truth: RasterHead,
  as: ExifChoice | undefined,
  choice: ExifChoice | undefined,
): FileNote[] {
  const orientation = predicted.exifOrientation ?? truth.exifOrientation;
  if (!as || !orientation) return [];
  const file = predicted.exifOrientation ? pair.predicted : pair.truth;
  return [{ file, text: orientationNote(orientation, as, choice) }];
}

/**
 * Brings pictures of one orientation to one meaning of colours. No pixel moves, and what becomes of one depends on which
 * values there are, not on where they are.
 *
 * @param orientation what was said when they were turned
 */
export function agreedPictures(
  pair: FilePair,
  predicted: Raster,
  truth: Raster,
  { colours, palettes, foreground }: PictureSettings,
  orientation: readonly FileNote[],
): SettledPictures {
  const settled = agreePictures({ predicted, truth }, pair, {
    foreground,
    keepEdges: true,
    ...(colours && { colours }),
    ...(palettes && { palettes }),
  });
  const told = withoutNoData(settled, pair);
  const notes = [
    ...notesOf(settled.predicted, pair.predicted),
    ...notesOf(settled.truth, pair.truth),
    ...orientation,
  ];
  return { ...told.pictures, notes: [...notes, ...told.notes] };
}

/** Label of pixels for which the truth has no data: they are left out. */
export const NO_DATA: number = 2 ** 31 - 1;

/** Pixels without data are left out where the truth lacks them, and background where the prediction does. */
function withoutNoData({ predicted, truth }: PicturePair, pair: FilePair) {
  const note = (file: string, raster: Raster, what: string): FileNote[] =>
    hasNoData(raster) ? [{ file, text: `${noDataText(raster)} are ${what}` }] : [];
  return {
    pictures: { predicted: replaceNoData(predicted, 0), truth: replaceNoData(truth, NO_DATA) },
    notes: [...note(pair.predicted, predicted, "background"), ...note(pair.truth, truth, "left out")],
  };
}

function notesOf(raster: Raster, file: string): FileNote[] {
  return (raster.notes ?? []).map((text) => ({ file, text }));
}
