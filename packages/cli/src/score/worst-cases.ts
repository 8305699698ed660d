import type { LabelArray } from "segloss/fields";
import type { FilePair } from "./file-pair.ts";
import { isOpen } from "./is-open.ts";
import { maskView, worstSlice } from "./mask-view.ts";
import { pairReader } from "./pair-reader.ts";
import type { ImageRow, ScoreResult } from "./score-result.ts";
import type { ScoreSettings } from "./score-settings.ts";

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
      const view = maskView(pair, p, t, settings);
      const { width, height, depth, predicted, truth, ignore, unlike } = view;
      const at = worstSlice(view);
      if (at === undefined) continue;
      const shown = thinned(width, height);
      const cut = (data: LabelArray) => shown.take(data, at * width * height);
      cases.push({
        ...{
          row,
          ignore,
          width: shown.width,
          height: shown.height,
          predicted: cut(predicted),
          truth: cut(truth),
        },
        ...(unlike && { unlike: cut(unlike) }),
        ...(depth > 1 && { slice: { at, of: depth } }),
      });
    } catch {
      // It was scored a moment ago; what has become of it since is no matter of the report.
    }
  }
  return cases;
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
