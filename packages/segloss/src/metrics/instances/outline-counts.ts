import { check } from "../../door/check.ts";
import { FINITE } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { connectedComponents } from "../../fields/connected-components.ts";
import { squaredDistanceTransform } from "../../fields/distance-transform.ts";
import { gridAxes, type LabelArray } from "../../fields/grid.ts";
import { atLeast } from "../at-least.ts";

/** Pixels near outlines of both maps, of the prediction alone, of the truth alone. Adds up over images. */
export interface OutlineCounts {
  readonly both: number;
  readonly predicted: number;
  readonly truth: number;
}

/**
 * Boundary scores of objects: the pixels within a radius of an outline of the prediction against those within it of an
 * outline of the truth. The radius is `scale` times the median diameter of the true objects (2 sqrt(pixels / pi)), a
 * pixel at least. Precision is both / (both + predicted), recall both / (both + truth).
 *
 * C. Stringer and others, Cellpose, Nature Methods 18, 2021
 *
 * @param shape [height, width]
 * @throws RangeError for volumes, and a scale that is not above 0
 */
export function outlineCounts(
  prediction: LabelArray,
  annotation: LabelArray,
  shape: readonly number[],
  scale: number,
): OutlineCounts {
  const predicted = readLabels("prediction", prediction);
  const truth = readLabels("truth", annotation);
  gridAxes("prediction", predicted.length, shape);
  gridAxes("truth", truth.length, shape);
  check("outlineCounts: scale", scale, FINITE);
  if (shape.length !== 2)
    throw new RangeError(`boundary scores are for images of 2 axes, got shape [${shape}]; pass one slice`);
  if (!(scale > 0)) throw new RangeError(`scale must be a share of the diameter, above 0, got ${scale}`);
  const radius = Math.max(1, scale * medianDiameter(truth));
  const [p, t] = [predicted, truth].map((map) => near(outlines(map, shape), shape, radius));
  const counts = { both: 0, predicted: 0, truth: 0 };
  for (let i = 0; i < p.length; i++) {
    if (p[i] && t[i]) counts.both++;
    else if (p[i]) counts.predicted++;
    else if (t[i]) counts.truth++;
  }
  return counts;
}

function medianDiameter(labels: LabelArray): number {
  const sizes = new Map<number, number>();
  for (const label of labels) if (label !== 0) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const roots = Float64Array.from(sizes.values(), Math.sqrt).sort();
  if (roots.length === 0) return 0;
  return (roots[(roots.length - 1) >> 1] + roots[roots.length >> 1]) / Math.sqrt(Math.PI);
}

function near(outline: Uint8Array, shape: readonly number[], radius: number): Uint8Array {
  const squared = squaredDistanceTransform(outline, shape);
  return Uint8Array.from(squared, (value) => Number(atLeast(radius * radius, value)));
}

/** Pixels of objects that touch what surrounds them across a side; holes have no outline. */
function outlines(labels: LabelArray, [, width]: readonly number[]): Uint8Array {
  const found = new Uint8Array(labels.length);
  for (const [label, box] of boxes(labels, width)) markOutline(labels, label, box, width, found);
  return found;
}

interface Box {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

function boxes(labels: LabelArray, width: number): Map<number, Box> {
  const all = new Map<number, Box>();
  labels.forEach((label: number, i: number) => {
    if (label === 0) return;
    const [y, x] = [Math.floor(i / width), i % width];
    const box = all.get(label) ?? { top: y, bottom: y, left: x, right: x };
    all.set(label, box);
    box.bottom = y;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
  });
  return all;
}

/** The object's box with a margin, in which the part of the background that holds the corner surrounds it. */
function markOutline(labels: LabelArray, label: number, box: Box, width: number, found: Uint8Array): void {
  const columns = box.right - box.left + 3;
  const rows = box.bottom - box.top + 3;
  const outside = new Uint8Array(rows * columns).fill(1);
  const placeOf = (i: number) =>
    (box.top + Math.floor(i / columns) - 1) * width + box.left + (i % columns) - 1;
  for (let y = 1; y < rows - 1; y++)
    for (let x = 1; x < columns - 1; x++)
      if (labels[placeOf(y * columns + x)] === label) outside[y * columns + x] = 0;
  const { labels: parts } = connectedComponents(outside, [rows, columns]);
  outside.forEach((out, i) => {
    if (!out && [i - 1, i + 1, i - columns, i + columns].some((k) => parts[k] === parts[0]))
      found[placeOf(i)] = 1;
  });
}
