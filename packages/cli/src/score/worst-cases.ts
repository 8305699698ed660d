import type { Raster } from "@segloss/io";
import type { LabelArray } from "segloss/fields";
import { isLayered, onlyOf, segmentLabels } from "./layered-score.ts";
import { isOpen } from "./mask-reader.ts";
import { matchedMasks } from "./matched-masks.ts";
import type { FilePair } from "./pair-files.ts";
import { pairReader } from "./pair-reader.ts";
import type { ImageRow, ScoreResult } from "./score-result.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { settledLabels } from "./settled-labels.ts";

/** A badly scored image, as far as it can be shown. */
export interface WorstCase {
  readonly row: ImageRow;
  readonly width: number;
  readonly height: number;
  /** [height, width] of the slice that is shown, perhaps every n-th pixel. */
  readonly predicted: Int32Array;
  readonly truth: Int32Array;
  /** 1 where segments overlap that are not the same in both, whichever lies on top; absent where none overlap. */
  readonly unlike?: Int32Array;
  /** Labels of the truth whose pixels are left out. */
  readonly ignore: readonly number[];
  /** Which slice of a volume, from 0, and of how many. */
  readonly slice?: { readonly at: number; readonly of: number };
}

/** Pixels along the longer side of a picture; larger masks are shown by every n-th pixel. */
const LONGEST = 384;

/**
 * Reads the worst images once more, for pictures: of volumes the slice with the most wrong pixels. Images without an error, and files that
 * cannot be read any more, are left out.
 */
export async function worstCases(
  pairs: readonly FilePair[],
  settings: ScoreSettings,
  { rows }: ScoreResult,
  count: number,
): Promise<WorstCase[]> {
  const readPair = pairReader(settings);
  const byName = new Map(pairs.map((pair) => [pair.name, pair]));
  const cases: WorstCase[] = [];
  for (const row of rows) {
    if (cases.length === count) break;
    const pair = byName.get(row.name);
    if (!pair) continue;
    try {
      const { p, t } = await readPair(pair);
      // A picture of a part of them would take all of them.
      if (isOpen(p) || isOpen(t)) continue;
      const masks = matchedMasks(pair, p, t, settings);
      const { predicted, truth, ignore } = settledLabels(pair, masks, settings);
      const { width, height, depth } = truth;
      const [a, b] = [predicted.data as LabelArray, truth.data as LabelArray];
      const unlike = isLayered(masks) ? unlikeSegments(predicted, truth) : undefined;
      const wrong = (i: number) => (a[i] !== b[i] || unlike?.[i] === 1) && !ignore.includes(b[i]);
      const at = worstSlice(wrong, width * height, depth);
      if (at === undefined) continue;
      const shown = thinned(width, height);
      const cut = (data: LabelArray) => shown.take(data, at * width * height);
      cases.push({
        ...{ row, ignore, width: shown.width, height: shown.height, predicted: cut(a), truth: cut(b) },
        ...(unlike && { unlike: cut(unlike) }),
        ...(depth > 1 && { slice: { at, of: depth } }),
      });
    } catch {
      // It was scored a moment ago; what has become of it since is no matter of the report.
    }
  }
  return cases;
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

function worstSlice(wrong: (i: number) => boolean, pixels: number, depth: number): number | undefined {
  let [worst, most] = [0, 0];
  for (let z = 0; z < depth; z++) {
    let count = 0;
    for (let i = z * pixels; i < (z + 1) * pixels; i++) if (wrong(i)) count++;
    if (count > most) [worst, most] = [z, count];
  }
  return most === 0 ? undefined : worst;
}

/** Every n-th pixel, so that the picture is small: masks have no colours that could be averaged. */
function thinned(width: number, height: number) {
  const step = Math.ceil(Math.max(width, height) / LONGEST);
  const [columns, rows] = [Math.ceil(width / step), Math.ceil(height / step)];
  return {
    ...{ width: columns, height: rows },
    take: (data: LabelArray, from: number): Int32Array =>
      Int32Array.from(
        { length: columns * rows },
        (_, i) => data[from + Math.floor(i / columns) * step * width + (i % columns) * step],
      ),
  };
}
