import type { WasmFields } from "segloss";
import type { CellMap } from "./cell-map.ts";
import type { Mask } from "./pixels.ts";

/** How deep the pixels of one class of a mask lie: distances from their centres to the border of the class. */
export interface DepthFacts {
  /** Pixels, and the sum of their depths; both 0 where the class has no border in the image. */
  readonly pixels: number;
  readonly sum: number;
  /** Pixels by depth, in half pixels rounded up; the last place holds all that are deeper. */
  readonly histogram: Uint32Array;
  /** Pixels of the class weighted by the elongation of the object that they belong to: its area over its mean width squared. */
  readonly elongation: number;
}

export const DEPTHS_PER_PIXEL = 2;
const DEEPEST = 128;

/** Of each class that occurs; undefined of others. The side of the image is no border, and ignored pixels have none. */
export function depthFacts(
  mask: Mask,
  cells: CellMap,
  present: readonly boolean[],
  fields: WasmFields,
): (DepthFacts | undefined)[] {
  return present.map((occurs, label) => (occurs ? ofClass(label, mask, cells, fields) : undefined));
}

function ofClass(
  label: number,
  { classes, width, height, ignore }: Mask,
  cells: CellMap,
  fields: WasmFields,
): DepthFacts {
  const histogram = new Uint32Array(DEEPEST * DEPTHS_PER_PIXEL);
  const others = new Uint8Array(classes.length);
  for (let i = 0; i < classes.length; i++) others[i] = Number(classes[i] !== label && classes[i] !== ignore);
  if (!others.includes(1)) return { pixels: 0, sum: 0, histogram, elongation: 0 };
  const distances = fields.distanceTransform(others, [height, width]);
  const [areas, sums] = [new Float64Array(cells.count + 1), new Float64Array(cells.count + 1)];
  for (let i = 0; i < classes.length; i++) {
    if (classes[i] !== label) continue;
    // From the centre of a pixel to the border between two, which is half a pixel before the next centre.
    const depth = distances[i] - 0.5;
    areas[cells.labels[i]]++;
    sums[cells.labels[i]] += depth;
    histogram[Math.min(histogram.length - 1, Math.ceil(depth * DEPTHS_PER_PIXEL))]++;
  }
  const total = (list: Float64Array) => list.reduce((a, b) => a + b, 0);
  return { pixels: total(areas), sum: total(sums), histogram, elongation: elongationOf(areas, sums) };
}

/** What lies in no object, the background, has no elongation. */
function elongationOf(areas: Float64Array, sums: Float64Array): number {
  let weighted = 0;
  for (let k = 1; k < areas.length; k++)
    if (areas[k] > 0) weighted += (areas[k] * areas[k]) / widthOf(areas[k], sums[k]) ** 2;
  return weighted;
}

/**
 * Mean width of a region: four times the mean depth of its pixels, which is the width of a strip (depths rise from 0 to half the width and fall
 * again, so that their mean is a quarter of it).
 */
export function widthOf(pixels: number, depths: number): number {
  return pixels > 0 ? (4 * depths) / pixels : Number.NaN;
}
