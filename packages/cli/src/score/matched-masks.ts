import {
  commonSpacing,
  matchNames,
  matchRasters,
  type Raster,
  renumbered,
  type Spacing,
  toLabels,
} from "@segloss/io";
import type { LabelArray } from "segloss/fields";
import type { FilePair } from "./pair-files.ts";
import type { ScoreSettings } from "./score-settings.ts";

/** A prediction and its truth on one grid. */
export interface MatchedMasks {
  readonly predicted: Raster;
  readonly truth: Raster;
  /** What was done or assumed; the files are called "the prediction" and "the truth", so that many pairs have one note. */
  readonly notes: readonly string[];
  readonly spacing?: Spacing;
}

/**
 * Reads both files as labels and brings the prediction onto the truth's grid: axes by where the files say they lie, classes by their names.
 *
 * @throws Error that names the file, for values that are no labels, and for grids that are not the same
 */
export function matchedMasks(p: Raster, t: Raster, pair: FilePair, settings: ScoreSettings): MatchedMasks {
  // Segments of COCO are pictures whose colours are numbers.
  const isPicture = settings.panoptic?.segments !== undefined;
  const prediction = isPicture ? p : labelled(p, pair.predicted, settings);
  const truth = isPicture ? t : labelled(t, pair.truth, settings);
  const names = { moving: pair.predicted, fixed: pair.truth };
  const { raster, notes } = matchRasters(prediction, truth, names, settings.geometry);
  const spacing = settings.spacing ? undefined : commonSpacing(raster, truth, names);
  const numbers = matchNames(raster.names, truth.names);
  const said = [
    ...notes.map((note) => impersonal(note, pair)),
    ...(prediction.notes ?? []).map((note) => `the prediction: ${note}`),
    ...(truth.notes ?? []).map((note) => `the truth: ${note}`),
    ...(numbers
      ? ["the prediction numbers its classes otherwise than the truth: they are matched by name"]
      : []),
  ];
  return {
    predicted: numbers
      ? { ...raster, data: renumbered(raster.data as LabelArray & Int32Array, numbers) }
      : raster,
    ...{ truth, notes: said },
    ...(spacing && { spacing }),
  };
}

function labelled(raster: Raster, path: string, { ignore }: ScoreSettings): Raster {
  try {
    return toLabels(raster, ignore);
  } catch (cause) {
    throw new Error(`${path}: ${(cause as Error).message}`, { cause });
  }
}

function impersonal(note: string, { predicted, truth }: FilePair): string {
  return note.replaceAll(predicted, "the prediction").replaceAll(truth, "the truth");
}
