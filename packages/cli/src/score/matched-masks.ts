import {
  commonSpacing,
  matchNames,
  matchRasters,
  type Raster,
  renumbered,
  type Smoothness,
  type Spacing,
  toLabels,
} from "@segloss/io";
import type { FileNote } from "./file-note.ts";
import type { FilePair } from "./file-pair.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { type PictureSettings, type SettledPictures, settlePictures } from "./settle-pictures.ts";

/** A prediction and its truth as labels of one grid. */
export interface MatchedMasks {
  readonly predicted: Raster;
  readonly truth: Raster;
  /** What was done or assumed. */
  readonly notes: readonly FileNote[];
  /** Absent where the files state none, or the user does. */
  readonly spacing?: Spacing;
  /** Present where the masks were read by parts: their arrays then hold each pair of values that met once. */
  readonly counted?: CountedPixels;
}

/** What is kept of the pixels of masks that were read by parts. */
export interface CountedPixels {
  /** How many pixels each entry of the masks stands for. */
  readonly pixels: Float64Array;
  /** Sizes of the masks, slowest axis first. */
  readonly size: readonly [depth: number, height: number, width: number];
  /** What `smoothness` says of them. */
  readonly smooth: Readonly<Record<"predicted" | "truth", Smoothness | undefined>>;
}

/**
 * Reads both files as labels and brings the prediction onto the truth's grid: pictures by orientation and colours, axes by where the files
 * say they lie, classes by their names.
 *
 * @throws Error that names the file, for values that are no labels, and for grids that are not the same
 */
export function matchedMasks(pair: FilePair, p: Raster, t: Raster, settings: ScoreSettings): MatchedMasks {
  // Segments of COCO are pictures whose colours are numbers.
  const isPicture = settings.panoptic?.segments !== undefined;
  const read = isPicture ? { predicted: p, truth: t, notes: [] } : labelled(pair, p, t, settings);
  const names = { moving: pair.predicted, fixed: pair.truth };
  const { raster, fixed, notes } = matchRasters(read.predicted, read.truth, names, settings.geometry);
  const spacing = settings.spacing ? undefined : commonSpacing(raster, fixed, names);
  const numbers = matchNames(raster.names, fixed.names);
  const said = [...gridNotes(notes, pair), ...(numbers ? [{ file: pair.predicted, text: RENUMBERED }] : [])];
  return {
    predicted: numbers ? renumbered(raster, numbers) : raster,
    truth: fixed,
    notes: [...read.notes, ...said],
    ...(spacing && { spacing }),
  };
}

/** Notes about two grids, each about the prediction. */
export function gridNotes(notes: readonly string[], pair: FilePair): FileNote[] {
  return notes.map((note) => ({ file: pair.predicted, text: impersonal(note, pair) }));
}

const RENUMBERED = "it numbers its classes otherwise than the truth: they are matched by name";

function labelled(pair: FilePair, p: Raster, t: Raster, settings: ScoreSettings): MatchedMasks {
  return pictureLabels(pair, settlePictures(pair, p, t, pictureSettings(settings)), settings);
}

export function pictureSettings(settings: ScoreSettings): PictureSettings {
  return { ...settings, foreground: settings.labels === "foreground" };
}

/** The labels of two pictures that mean the same. */
export function pictureLabels(
  pair: FilePair,
  pictures: SettledPictures,
  settings: ScoreSettings,
): MatchedMasks {
  checkObjects(pictures.predicted, pictures.truth, pair, settings);
  const predicted = asLabels(pictures.predicted, pair.predicted, settings);
  const truth = asLabels(pictures.truth, pair.truth, settings);
  const notes = [...pictures.notes, ...predicted.notes, ...truth.notes];
  return { predicted: predicted.labels, truth: truth.labels, notes };
}

/** The labels of a file, and what reading them as labels adds to what was known of it. */
function asLabels(raster: Raster, file: string, { ignore }: ScoreSettings) {
  try {
    const labels = toLabels(raster, ignore);
    const added = (labels.notes ?? []).slice(raster.notes?.length ?? 0);
    return { labels, notes: added.map((text): FileNote => ({ file, text })) };
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause });
  }
}

/** Numbers of objects agree by chance only. */
function checkObjects(p: Raster, t: Raster, pair: FilePair, { labels }: ScoreSettings): void {
  if (labels !== "classes" || !(p.objects || t.objects)) return;
  throw new Error(
    `${t.objects ? pair.truth : pair.predicted}: one file per object gives numbers of objects, not classes; match them with --labels instances, or score all as one class with --labels foreground`,
  );
}

/** The same text for many pairs: the file that it is about stands before it. */
function impersonal(note: string, { predicted, truth }: FilePair): string {
  return note.replace(`${predicted}: `, "").replaceAll(predicted, "it").replaceAll(truth, "the truth");
}
