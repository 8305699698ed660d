import { cutSmooth, cutSmoothEdges, type Raster } from "@segloss/io";
import type { LabelArray } from "segloss/fields";
import type { FileNote } from "./file-note.ts";
import type { FilePair } from "./file-pair.ts";
import type { MatchedMasks } from "./matched-masks.ts";
import { named } from "./named.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { NO_DATA } from "./settle-pictures.ts";
import { type WhiteLabels, whiteLabels } from "./white-labels.ts";

/** Masks as they are scored. */
export interface SettledLabels extends Omit<WhiteLabels, "predicted" | "truth"> {
  readonly predicted: Raster;
  readonly truth: Raster;
  readonly notes: readonly FileNote[];
}

/** Labels in which 255 means what it means in the set; masks of black, white and some grays are cut at half. */
export function settledLabels(
  pair: FilePair,
  { predicted: p, truth: t, counted }: MatchedMasks,
  stated: ScoreSettings,
): SettledLabels {
  const { ignore, regions } = stated;
  const asked = regions ? regions.flatMap(({ labels }) => labels) : stated.classes;
  const byFiles = stated.labels === "instances" || stated.labels === "panoptic";
  const rule = {
    ignore,
    labels: byFiles ? ("instances" as const) : ("classes" as const),
    ...(asked && { classes: asked }),
    ...(stated.white && { white: stated.white }),
  };
  const read = (a: Raster, b: Raster) => {
    const labels = whiteLabels(a.data as Labelled, b.data as Labelled, rule);
    const ignore = [...labels.ignore, NO_DATA];
    return {
      ...labels,
      ignore,
      predicted: { ...a, data: labels.predicted },
      truth: { ...b, data: labels.truth },
    };
  };
  const labels = read(p, t);
  const { values } = labels;
  const cut = (raster: Raster, side: "predicted" | "truth") =>
    named(pair[side], () => (counted ? cutSmooth(raster, counted.smooth[side]) : cutSmoothEdges(raster)));
  const hard = {
    predicted: mayBeSmooth(values.predicted) ? cut(p, "predicted") : p,
    truth: mayBeSmooth(values.truth) ? cut(t, "truth") : t,
  };
  if (hard.predicted === p && hard.truth === t) return { ...labels, notes: [] };
  const note = (raster: Raster, before: Raster, file: string): FileNote[] =>
    raster === before ? [] : [{ file, text: raster.notes!.at(-1)! }];
  const notes = [...note(hard.predicted, p, pair.predicted), ...note(hard.truth, t, pair.truth)];
  return { ...read(hard.predicted, hard.truth), notes };
}

type Labelled = Extract<LabelArray, Uint8Array | Uint16Array | Int32Array>;

/** Values that masks with smoothed edges have. Not asked for where the user says what 255 is. */
function mayBeSmooth(values: readonly number[]): boolean {
  return values.length > 4 && values.includes(0);
}
