import type { Raster } from "@segloss/io";
import type { LabelArray } from "segloss/fields";
import type { FilePair } from "./file-pair.ts";
import { isLayered, onlyOf, segmentLabels } from "./layered-score.ts";
import { matchedMasks } from "./matched-masks.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { settledLabels } from "./settled-labels.ts";

/** A pair of masks as they are scored, to be looked at. */
export interface MaskView {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** [depth, height, width] of labels. */
  readonly predicted: LabelArray;
  readonly truth: LabelArray;
  /** 1 where segments overlap that are not the same in both, whichever lies on top; absent where none overlap. */
  readonly unlike?: Uint8Array;
  /** Labels of the truth whose pixels are left out. */
  readonly ignore: readonly number[];
  /** Distances of neighbours, slowest axis first, where the files state them. */
  readonly spacing?: readonly [number, number, number];
}

/**
 * Brings what was read of a pair to the labels and the grid that are scored.
 *
 * @throws Error as scoring does
 */
export function maskView(pair: FilePair, p: Raster, t: Raster, settings: ScoreSettings): MaskView {
  const masks = matchedMasks(pair, p, t, settings);
  const { predicted, truth, ignore } = settledLabels(pair, masks, settings);
  const { width, height, depth } = truth;
  return {
    ...{ width, height, depth, ignore },
    ...{ predicted: predicted.data as LabelArray, truth: truth.data as LabelArray },
    ...(masks.spacing && { spacing: masks.spacing.along }),
    ...(isLayered(masks) && { unlike: unlikeSegments(predicted, truth) }),
  };
}

/** Whether a pixel counts against the prediction. */
export function isWrong({ predicted, truth, unlike, ignore }: MaskView, i: number): boolean {
  return (predicted[i] !== truth[i] || unlike?.[i] === 1) && !ignore.includes(truth[i]);
}

/** The slice with the most wrong pixels; undefined where there is none. */
export function worstSlice(view: MaskView): number | undefined {
  const pixels = view.width * view.height;
  let [worst, most] = [0, 0];
  for (let z = 0; z < view.depth; z++) {
    let count = 0;
    for (let i = z * pixels; i < (z + 1) * pixels; i++) if (isWrong(view, i)) count++;
    if (count > most) [worst, most] = [z, count];
  }
  return most === 0 ? undefined : worst;
}

/** 1 where a label is in one mask and not in the other. */
function unlikeSegments(predicted: Raster, truth: Raster): Uint8Array {
  const unlike = new Uint8Array(truth.data.length);
  for (const label of segmentLabels(predicted, truth)) {
    const [p, t] = [onlyOf(predicted, [label], 1).data, onlyOf(truth, [label], 1).data];
    for (let i = 0; i < unlike.length; i++) if (p[i] !== t[i]) unlike[i] = 1;
  }
  return unlike;
}
