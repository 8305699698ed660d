import {
  givenFiles,
  isOpen,
  isWrong,
  type MaskView,
  maskView,
  pairReaderOf,
  settingsOfModel,
  worstSlice,
} from "@segloss/cli/score";
import { type BothSides, mounted } from "../files/mounted.ts";
import type { Scored, Shown } from "./messages.ts";

/**
 * The masks of a row of a result, as they were scored.
 *
 * @throws Error for masks that are too large for memory, and as scoring does
 */
export async function showPair(
  sides: BothSides,
  scored: Scored,
  { model, name }: Pick<Shown, "model" | "name">,
): Promise<Shown> {
  const [pairs, report] = [scored.pairs[model] ?? [], scored.models[model]];
  const pair = pairs.find((one) => one.name === name) ?? pairs.find((one) => one.name === withoutFrame(name));
  if (!pair || !report) throw new Error(`${name}: there is no such pair`);
  const settings = settingsOfModel(report, scored.settings);
  const { p, t } = await pairReaderOf(givenFiles(mounted(sides).files), settings)(pair);
  if (isOpen(p) || isOpen(t)) throw new Error(`${name}: it is read by parts, and too large to be shown`);
  const view = maskView(pair, p, t, settings);
  const frames = report.result.rows.filter(
    (row) => withoutFrame(row.name) === pair.name && row.name !== pair.name,
  );
  return {
    model,
    name,
    view,
    place: placeIn(view, name === pair.name ? undefined : frameOf(name, frames.length)),
  };
}

/** Sequences in time have a row for each frame: `cells#003`. */
function withoutFrame(name: string): string {
  return name.replace(/#\d+$/, "");
}

interface Frame {
  readonly at: number;
  readonly of: number;
}

function frameOf(name: string, of: number): Frame {
  return { at: Number(/#(\d+)$/.exec(name)?.[1] ?? 0), of };
}

/** The row and column with the most wrong pixels in the slice that has the most of them. */
function placeIn(view: MaskView, frame: Frame | undefined): Shown["place"] {
  const { width, height, depth } = view;
  const slices = frame ? depth / frame.of : depth;
  const z = frame ? Math.min(depth - 1, frame.at * slices) : (worstSlice(view) ?? Math.floor(depth / 2));
  const [rows, columns] = [new Array<number>(height).fill(0), new Array<number>(width).fill(0)];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (isWrong(view, (z * height + y) * width + x)) {
        rows[y] = (rows[y] ?? 0) + 1;
        columns[x] = (columns[x] ?? 0) + 1;
      }
  return [z, fullest(rows), fullest(columns)];
}

/** The first place of the largest number; the middle where all are 0. */
function fullest(counts: readonly number[]): number {
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  return most === 0 ? Math.floor(counts.length / 2) : counts.indexOf(most);
}
