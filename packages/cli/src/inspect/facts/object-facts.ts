import type { WasmFields } from "segloss";
import type { CellMap } from "./cell-map.ts";
import type { Mask } from "./pixels.ts";

/** The objects of one mask, and how near they are to each other. */
export interface ObjectFacts {
  /** Class and pixels of each object. */
  readonly classes: readonly number[];
  readonly pixels: readonly number[];
  /** Distance of each object to the nearest other one between centres of pixels; Infinity where there is none. */
  readonly nearest: readonly number[];
  /** Pairs with pixels side by side or corner to corner. */
  readonly touching: number;
  /** Known pixels by `d1 + d2`, the distances to the two nearest objects, in tenths of a pixel, below `GAP_LIMIT`. */
  readonly gaps: Uint32Array;
}

/** Sums of distances beyond it weigh nothing in any loss. */
export const GAP_LIMIT = 60;
export const GAPS_PER_PIXEL = 10;

export function objectFacts(cells: CellMap, mask: Mask, fields: WasmFields): ObjectFacts {
  const { labels, count, classes } = cells;
  const pixels = new Array<number>(count).fill(0);
  for (const label of labels) if (label > 0) pixels[label - 1]++;
  return { classes, pixels, touching: touchingPairs(cells, mask.width), ...distances(cells, mask, fields) };
}

/** Neighbours behind a pixel, as dx and dy: each pair of neighbours is met once. */
const BEHIND: readonly (readonly [number, number])[] = [
  [1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
];

function touchingPairs({ labels, count }: CellMap, width: number): number {
  const pairs = new Set<number>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label === 0) continue;
    const x = i % width;
    for (const [dx, dy] of BEHIND) {
      if (x + dx < 0 || x + dx >= width) continue;
      const other = labels[i + dx + dy * width];
      if (other && other !== label) pairs.add(Math.min(label, other) * (count + 1) + Math.max(label, other));
    }
  }
  return pairs.size;
}

function distances({ labels, count }: CellMap, mask: Mask, fields: WasmFields) {
  const nearest = new Array<number>(count).fill(Infinity);
  const gaps = new Uint32Array(GAP_LIMIT * GAPS_PER_PIXEL);
  if (count < 2) return { nearest, gaps };
  const { d1, d2 } = fields.nearestCells(labels, [mask.height, mask.width]);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label > 0 && d2[i] < nearest[label - 1]) nearest[label - 1] = d2[i];
    const gap = Math.round((d1[i] + d2[i]) * GAPS_PER_PIXEL);
    if (gap < gaps.length && mask.classes[i] !== mask.ignore) gaps[gap]++;
  }
  return { nearest, gaps };
}
