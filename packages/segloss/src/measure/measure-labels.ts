import { checkOptions } from "../door/check-options.ts";
import { ANY, choice, LABELS } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { connectedComponents } from "../fields/connected-components.ts";
import { gridAxes, type LabelArray } from "../fields/grid.ts";
import { contourLength } from "../metrics/surface/contour-length.ts";
import { cubeArea } from "../metrics/surface/cube-area.ts";

export interface MeasureOptions {
  /** Pixel size along each axis of the shape, in the unit of the results. Default: 1 along each. */
  readonly spacing?: readonly number[];
  /** Labels that are not measured. Default: 0, the background. */
  readonly ignore?: number | readonly number[];
  /** Neighbours within a component share a face (the default) or at least a corner. */
  readonly connectivity?: "face" | "full";
}

/** What there is to measure of one label. Positions are of pixel centres; the first pixel's is 0. */
export interface LabelMeasures {
  readonly label: number;
  readonly pixels: number;
  /** Area (2-D), volume (3-D) or length (1-D): pixels times the size of one. */
  readonly size: number;
  /** First and last pixel along each axis, both inside. */
  readonly box: readonly (readonly [first: number, last: number])[];
  /** Mean position, in the unit of the spacing. */
  readonly centroid: readonly number[];
  readonly components: number;
  /** Size of the largest component. */
  readonly largest: number;
  /**
   * Length of the contour (2-D) or area of the surface (3-D), by marching squares and cubes through the middles between
   * pixels; the sides of the image are surface, too. undefined in 1-D.
   */
  readonly surface: number | undefined;
}

const OPTIONS = { spacing: ANY, ignore: LABELS, connectivity: choice("face", "full") };

/**
 * Measures each label of a label image or volume: pixels, area or volume, bounding box, centroid, components and surface.
 * Time linear in the pixels.
 *
 * @param labels one label a pixel, last axis of the shape fastest
 * @param shape [width], [height, width] or [depth, height, width]
 * @returns a record for each label that occurs, ascending
 * @throws RangeError when the arguments do not fit each other
 *
 * @example measureLabels(new Uint8Array([0, 5, 5, 0]), [2, 2], { spacing: [2, 1] })[0].size // 4
 */
export function measureLabels(
  given: LabelArray,
  shape: readonly number[],
  options: MeasureOptions = {},
): LabelMeasures[] {
  checkOptions("measureLabels", options, OPTIONS);
  const labels = readLabels("labels", given);
  gridAxes("labels", labels.length, shape, options.spacing);
  const { spacing = shape.map(() => 1), ignore = 0, connectivity = "face" } = options;
  const sums = sumsOf(labels, shape, new Set([ignore].flat()));
  const parts = componentsOf(labels, shape, connectivity);
  const pixelSize = spacing.reduce((product, step) => product * step, 1);
  return [...sums.values()]
    .sort((a, b) => a.label - b.label)
    .map((sum) => {
      const sizes = parts.get(sum.label) ?? [];
      return {
        ...{ label: sum.label, pixels: sum.pixels, size: sum.pixels * pixelSize },
        box: sum.first.map((first, axis) => [first, sum.last[axis]] as const),
        centroid: sum.total.map((total, axis) => (total / sum.pixels) * spacing[axis]),
        components: sizes.length,
        largest: sizes.reduce((most, size) => Math.max(most, size), 0) * pixelSize,
        surface: surfaceOf(labels, shape, sum, spacing),
      };
    });
}

interface Sums {
  readonly label: number;
  pixels: number;
  readonly first: number[];
  readonly last: number[];
  /** Of the indices along each axis. */
  readonly total: number[];
}

function sumsOf(
  labels: LabelArray,
  shape: readonly number[],
  ignore: ReadonlySet<number>,
): Map<number, Sums> {
  const sums = new Map<number, Sums>();
  const [depth, height, width] = [1, 1, ...shape].slice(-3);
  const axes = shape.length;
  for (let z = 0, i = 0; z < depth; z++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++, i++) {
        const label = labels[i];
        if (ignore.has(label)) continue;
        let sum = sums.get(label);
        if (!sum) {
          sum = {
            label,
            pixels: 0,
            first: shape.map(() => Infinity),
            last: shape.map(() => -1),
            total: shape.map(() => 0),
          };
          sums.set(label, sum);
        }
        sum.pixels++;
        const place = [z, y, x];
        for (let k = 0; k < axes; k++) {
          const at = place[k + 3 - axes];
          if (at < sum.first[k]) sum.first[k] = at;
          if (at > sum.last[k]) sum.last[k] = at;
          sum.total[k] += at;
        }
      }
  return sums;
}

/** Pixels of each component, by label. */
function componentsOf(
  labels: LabelArray,
  shape: readonly number[],
  connectivity: "face" | "full",
): Map<number, number[]> {
  // A value that no label of 32 bits has, so that all of them can be measured.
  const background = -(2 ** 31) - 1;
  const { labels: parts, count } = connectedComponents(labels, shape, { connectivity, background });
  const sizes = new Int32Array(count + 1);
  const labelOf = new Map<number, number>();
  for (let i = 0; i < parts.length; i++) {
    sizes[parts[i]]++;
    if (!labelOf.has(parts[i])) labelOf.set(parts[i], labels[i]);
  }
  const byLabel = new Map<number, number[]>();
  for (const [part, label] of labelOf) byLabel.set(label, [...(byLabel.get(label) ?? []), sizes[part]]);
  return byLabel;
}

/** Sum over the cells between pixels, one beyond the box on each side, where all is outside. */
function surfaceOf(
  labels: LabelArray,
  shape: readonly number[],
  { label, first, last }: Sums,
  spacing: readonly number[],
): number | undefined {
  if (shape.length === 1) return undefined;
  const flat = shape.length === 2;
  const [depth, height, width] = [1, ...shape].slice(-3);
  const from = flat ? [0, ...first] : first;
  const to = flat ? [0, ...last] : last;
  const inside = (z: number, y: number, x: number) =>
    z >= 0 &&
    y >= 0 &&
    x >= 0 &&
    z < depth &&
    y < height &&
    x < width &&
    labels[(z * height + y) * width + x] === label
      ? 1
      : 0;
  const counts = new Map<number, number>();
  for (let z = flat ? 0 : from[0] - 1; z <= to[0]; z++)
    for (let y = from[1] - 1; y <= to[1]; y++)
      for (let x = from[2] - 1; x <= to[2]; x++) {
        let cell =
          inside(z, y, x) |
          (inside(z, y, x + 1) << 1) |
          (inside(z, y + 1, x) << 2) |
          (inside(z, y + 1, x + 1) << 3);
        if (!flat)
          cell |=
            (inside(z + 1, y, x) << 4) |
            (inside(z + 1, y, x + 1) << 5) |
            (inside(z + 1, y + 1, x) << 6) |
            (inside(z + 1, y + 1, x + 1) << 7);
        counts.set(cell, (counts.get(cell) ?? 0) + 1);
      }
  let sum = 0;
  for (const [cell, count] of [...counts].sort(([a], [b]) => a - b))
    sum += count * (flat ? contourLength(cell, spacing) : cubeArea(cell, spacing));
  return sum;
}
