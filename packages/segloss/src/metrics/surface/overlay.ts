import { check } from "../../door/check.ts";
import { LABELS, WHOLE } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { gridAxes, type LabelArray } from "../../fields/grid.ts";
import { readKnown } from "../../fields/read-known.ts";
import { type Box, boxOfBoth, coveredBox, type Extent } from "./covered-box.ts";

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
  const extents = [1, 1, ...shape].slice(-3);
  const around = [0, 0, ...margins].slice(-3);
  const { ignore = [] } = options;
  const known = readKnown(options.known, shape);
  if (known === undefined && [ignore].flat().length === 0) {
    const masks = [maskOf(predicted, options.label), maskOf(truth, options.label)] as const;
    return { ...cutMasks(masks, extents, around, shape.length), ignored: "none" };
  }
  const pixels = new Uint8Array(truth.length);
  markMask(predicted, options.label, PREDICTED, pixels);
  markMask(truth, options.label, TRUE, pixels);
  if (known) for (let i = 0; i < known.length; i++) if (!known[i]) pixels[i] = IGNORED;
  for (const label of [ignore].flat()) markIgnored(truth, label, pixels);
  return cutOverlay(pixels, extents, around, shape.length);
}

/** A byte per pixel, 0 outside of the mask. */
function maskOf(labels: LabelArray, label: number | undefined): Uint8Array {
  if (labels instanceof Uint8Array && label === undefined) return labels;
  const mask = new Uint8Array(labels.length);
  markMask(labels, label, 1, mask);
  return mask;
}

function markMask(labels: LabelArray, label: number | undefined, bit: number, pixels: Uint8Array): void {
  if (label === undefined) for (let i = 0; i < labels.length; i++) pixels[i] |= labels[i] ? bit : 0;
  else for (let i = 0; i < labels.length; i++) pixels[i] |= labels[i] === label ? bit : 0;
}

function markIgnored(truth: LabelArray, label: number, pixels: Uint8Array): void {
  for (let i = 0; i < truth.length; i++) if (truth[i] === label) pixels[i] = IGNORED;
}

/** Two masks, cut without an array of the whole image: images may be large and what they show small. */
function cutMasks(
  [predicted, truth]: readonly [Uint8Array, Uint8Array],
  extents: readonly number[],
  around: readonly number[],
  axes: number,
): Pick<Overlay, "pixels" | "shape"> {
  const box = boxOfBoth(coveredBox(predicted, extents), coveredBox(truth, extents));
  return cut(box, extents, around, axes, (from, end, to, result) => {
    for (let i = from; i < end; i++)
      result[to + i - from] = (predicted[i] ? PREDICTED : 0) | (truth[i] ? TRUE : 0);
  });
}

function cutOverlay(
  pixels: Uint8Array,
  extents: readonly number[],
  around: readonly number[],
  axes: number,
): Overlay {
  const ignored = ignoredOf(pixels);
  const masks = ignored === "none" ? pixels : pixels.map((value) => (value === IGNORED ? 0 : value));
  const box = coveredBox(masks, extents);
  const part = cut(box, extents, around, axes, (from, end, to, result) =>
    result.set(pixels.subarray(from, end), to),
  );
  return { ...part, ignored };
}

/** The box and its margins, filled row by row: the pixels from `from` to before `end` go to `to`. */
function cut(
  box: Box,
  [depth, height, width]: readonly number[],
  [aroundZ, aroundY, aroundX]: readonly number[],
  axes: number,
  copyRow: (from: number, end: number, to: number, result: Uint8Array) => void,
): Pick<Overlay, "pixels" | "shape"> {
  const z = widened(box.z, aroundZ, depth);
  const y = widened(box.y, aroundY, height);
  const x = widened(box.x, aroundX, width);
  const pixels = new Uint8Array(z.size * y.size * x.size);
  for (let k = z.first; k < z.end; k++) {
    for (let j = y.first; j < y.end; j++) {
      const from = (k * height + j) * width;
      const to = ((k - z.start) * y.size + j - y.start) * x.size - x.start;
      copyRow(from + x.first, from + x.end, to + x.first, pixels);
    }
  }
  return { pixels, shape: [z.size, y.size, x.size].slice(-axes) };
}

function ignoredOf(pixels: Uint8Array): Overlay["ignored"] {
  if (!pixels.includes(IGNORED)) return "none";
  return pixels.every((value) => value === IGNORED) ? "all" : "some";
}

/** From `start` on `size` places, of which those from `first` to before `end` are in the image. */
function widened([from, to]: Extent, margin: number, size: number) {
  // Farther than one place beyond the image there is nothing else, and one pixel remains where there is no mask.
  const start = Math.max(from - margin, -Math.sign(margin));
  const stop = Math.min(Math.max(to, from + 1) + margin, size + Math.sign(margin));
  return { start, size: stop - start, first: Math.max(start, 0), end: Math.min(stop, size) };
}
