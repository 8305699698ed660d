import { check } from "../../door/check.ts";
import { LABELS, WHOLE } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { gridAxes, type LabelArray } from "../../fields/grid.ts";
import { readKnown } from "../../fields/read-known.ts";
import { boxOfBoth, coveredBox, type Extent } from "./covered-box.ts";

export interface OverlayOptions {
  /** The class whose surface is meant. Default: everything that is not 0. */
  readonly label?: number;
  /** Labels of the truth whose pixels are ignored: they are in neither mask nor outside of it. */
  readonly ignore?: number | readonly number[];
  /** One value per pixel, 0 where it is ignored. Default: only those of `ignore` are. */
  readonly known?: LabelArray;
}

/** Bits of an overlay's pixels. */
export const PREDICTED = 1;
export const TRUE = 2;
/** An ignored pixel. It has the bits of both masks, so that nobody beside it has an edge there. */
export const IGNORED = 7;

/**
 * Two masks in one array, cut to what they cover together with a margin, so that every pixel of a mask has all its
 * neighbours; beyond the image is outside. Distances between their pixels are those of the whole image.
 */
export interface Overlay {
  /** 0 outside, `PREDICTED`, `TRUE` or both, or `IGNORED`; last axis of the shape fastest. */
  readonly pixels: Uint8Array;
  readonly shape: readonly number[];
  /** Which of the image's pixels are ignored. */
  readonly ignored: "none" | "some" | "all";
}

/**
 * @param shape [width], [height, width] or [depth, height, width]
 * @param margins pixels along each axis. Default: one
 * @throws RangeError when the label maps and the shape do not fit each other
 */
export function overlay(
  prediction: LabelArray,
  annotation: LabelArray,
  shape: readonly number[],
  options: OverlayOptions = {},
  margins: readonly number[] = shape.map(() => 1),
): Overlay {
  const predicted = readLabels("prediction", prediction);
  const truth = readLabels("truth", annotation);
  if (options.label !== undefined) check("label", options.label, WHOLE);
  if (options.ignore !== undefined) check("ignore", options.ignore, LABELS);
  gridAxes("prediction", predicted.length, shape);
  gridAxes("truth", truth.length, shape);
  const left = ignoredPixels(truth, readKnown(options.known, shape), [options.ignore ?? []].flat());
  // Without ignored pixels no mask of the whole image is needed.
  const label = left ? undefined : options.label;
  const maps = left
    ? [predicted, truth].map((labels) => maskOf(labels, options.label, left))
    : [predicted, truth];
  return {
    ...cut(maps, label, left, [1, 1, ...shape].slice(-3), [0, 0, ...margins].slice(-3), shape.length),
    ignored: !left?.includes(1) ? "none" : left.includes(0) ? "some" : "all",
  };
}

/** 1 where a pixel is ignored; undefined where none can be. */
function ignoredPixels(
  truth: LabelArray,
  known: LabelArray | undefined,
  ignore: readonly number[],
): Uint8Array | undefined {
  if (!known && ignore.length === 0) return undefined;
  const left = new Uint8Array(truth.length);
  for (let i = 0; i < left.length; i++) if ((known && !known[i]) || ignore.includes(truth[i])) left[i] = 1;
  return left;
}

/** A byte per pixel, 0 outside of the mask and where pixels are ignored. */
function maskOf(labels: LabelArray, label: number | undefined, left: Uint8Array): Uint8Array {
  const mask = new Uint8Array(labels.length);
  for (let i = 0; i < mask.length; i++)
    if (!left[i] && (label === undefined ? labels[i] !== 0 : labels[i] === label)) mask[i] = 1;
  return mask;
}

/**
 * The part between the first and the last pixel of a mask along each axis, and the margins, without an array of the whole image.
 *
 * @param label whose pixels are those of the masks; absent: all but 0
 */
function cut(
  [predicted, truth]: readonly LabelArray[],
  label: number | undefined,
  left: Uint8Array | undefined,
  extents: readonly number[],
  [aroundZ, aroundY, aroundX]: readonly number[],
  axes: number,
): Pick<Overlay, "pixels" | "shape"> {
  const [depth, height, width] = extents;
  const box = boxOfBoth(coveredBox(predicted, extents, label), coveredBox(truth, extents, label));
  const z = widened(box.z, aroundZ, depth);
  const y = widened(box.y, aroundY, height);
  const x = widened(box.x, aroundX, width);
  const pixels = new Uint8Array(z.size * y.size * x.size);
  for (let k = z.first; k < z.end; k++) {
    for (let j = y.first; j < y.end; j++) {
      const from = (k * height + j) * width + x.first;
      const to = ((k - z.start) * y.size + j - y.start) * x.size - x.start + x.first;
      const row = x.end - x.first;
      mark(predicted, from, label, PREDICTED, pixels, to, row);
      mark(truth, from, label, TRUE, pixels, to, row);
      if (left) for (let i = 0; i < row; i++) if (left[from + i]) pixels[to + i] = IGNORED;
    }
  }
  return { pixels, shape: [z.size, y.size, x.size].slice(-axes) };
}

/** Adds a bit to the pixels of a row where there is the label. */
function mark(
  labels: LabelArray,
  from: number,
  label: number | undefined,
  bit: number,
  pixels: Uint8Array,
  to: number,
  length: number,
): void {
  for (let i = 0; i < length; i++) {
    const value = labels[from + i];
    if (label === undefined ? value !== 0 : value === label) pixels[to + i] |= bit;
  }
}

/** From `start` on `size` places, of which those from `first` to before `end` are in the image. */
function widened([from, to]: Extent, margin: number, size: number) {
  // Farther than one place beyond the image there is nothing else, and one pixel remains where there is no mask.
  const start = Math.max(from - margin, -Math.sign(margin));
  const stop = Math.min(Math.max(to, from + 1) + margin, size + Math.sign(margin));
  return { start, size: stop - start, first: Math.max(start, 0), end: Math.min(stop, size) };
}
