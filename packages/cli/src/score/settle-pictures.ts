import {
  agreePictures,
  type ColourSource,
  type ExifChoice,
  hasNoData,
  noDataText,
  orientationNote,
  type PicturePair,
  type Raster,
  replaceNoData,
  settleOrientation,
} from "@segloss/io";
import { checkSizes } from "./check-sizes.ts";
import type { FileNote } from "./file-note.ts";
import type { FilePair } from "./pair-files.ts";

export interface PictureSettings {
  /** Labels of colours, where the folders have a list. */
  readonly colours?: ColourSource;
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
  if (turned === "open")
    throw new Error(
      `${pair.predicted}: its EXIF orientation is ${predicted.exifOrientation ?? 1} and that of ${pair.truth} ${truth.exifOrientation ?? 1}, and both fit by size; say --exif apply where masks belong to pictures as they are shown, --exif raw where as they are stored`,
    );
  // Of pictures of other sizes it is of no use to say what their colours mean.
  const pictures = turned.first.fullScale !== undefined && turned.second.fullScale !== undefined;
  if (pictures && turned.first.width * turned.first.height !== turned.second.width * turned.second.height)
    checkSizes(turned.first, turned.second, pair);
  const { colours, foreground } = settings;
  const settled = agreePictures({ predicted: turned.first, truth: turned.second }, pair, {
    foreground,
    keepEdges: true,
    ...(colours && { colours }),
  });
  const told = withoutNoData(settled, pair);
  const orientation = predicted.exifOrientation ?? truth.exifOrientation;
  const notes = [
    ...notesOf(settled.predicted, pair.predicted),
    ...notesOf(settled.truth, pair.truth),
    ...(turned.as && orientation
      ? [
          {
            file: predicted.exifOrientation ? pair.predicted : pair.truth,
            text: orientationNote(orientation, turned.as, settings.exif),
          },
        ]
      : []),
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
