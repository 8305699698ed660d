import { check } from "../../door/check.ts";
import { LABELS, WHOLE } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { gridAxes, type LabelArray } from "../../fields/grid.ts";
import { readKnown } from "../../fields/read-known.ts";

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
  const pixels = new Uint8Array(truth.length);
  markMask(predicted, options.label, PREDICTED, pixels);
  markMask(truth, options.label, TRUE, pixels);
  const { ignore = [] } = options;
  const known = readKnown(options.known, shape);
  if (known) for (let i = 0; i < known.length; i++) if (!known[i]) pixels[i] = IGNORED;
  for (const label of [ignore].flat()) markIgnored(truth, label, pixels);
  const mayBeIgnored = known !== undefined || [ignore].flat().length > 0;
  return cut(pixels, shape, margins, mayBeIgnored);
}

function markMask(labels: LabelArray, label: number | undefined, bit: number, pixels: Uint8Array): void {
  if (label === undefined) for (let i = 0; i < labels.length; i++) pixels[i] |= labels[i] ? bit : 0;
  else for (let i = 0; i < labels.length; i++) pixels[i] |= labels[i] === label ? bit : 0;
}

function markIgnored(truth: LabelArray, label: number, pixels: Uint8Array): void {
  for (let i = 0; i < truth.length; i++) if (truth[i] === label) pixels[i] = IGNORED;
}

/** The part between the first and the last pixel of a mask along each axis, and the margins. */
function cut(
  pixels: Uint8Array,
  shape: readonly number[],
  margins: readonly number[],
  mayBeIgnored: boolean,
): Overlay {
  const [depth, height, width] = [1, 1, ...shape].slice(-3);
  const ignored = ignoredOf(pixels, mayBeIgnored);
  const masks = ignored === "none" ? pixels : pixels.map((value) => (value === IGNORED ? 0 : value));
  const [z0, z1] = covered(depth, (z) => has(masks, z * height * width, (z + 1) * height * width));
  const [y0, y1] = covered(height, (y) => hasRow(masks, y, z0, z1, height, width));
  const [x0, x1] = coveredColumns(masks, z0, z1, y0, y1, height, width);
  const [aroundZ, aroundY, aroundX] = [0, 0, ...margins].slice(-3);
  const [z, y, x] = [
    widened(z0, z1, aroundZ, depth),
    widened(y0, y1, aroundY, height),
    widened(x0, x1, aroundX, width),
  ];
  const result = new Uint8Array(z.size * y.size * x.size);
  for (let k = z.first; k < z.end; k++) {
    for (let j = y.first; j < y.end; j++) {
      const from = (k * height + j) * width;
      const to = ((k - z.start) * y.size + j - y.start) * x.size - x.start;
      result.set(pixels.subarray(from + x.first, from + x.end), to + x.first);
    }
  }
  return { pixels: result, shape: [z.size, y.size, x.size].slice(-shape.length), ignored };
}

function ignoredOf(pixels: Uint8Array, mayBeIgnored: boolean): Overlay["ignored"] {
  if (!mayBeIgnored || !pixels.includes(IGNORED)) return "none";
  return pixels.every((value) => value === IGNORED) ? "all" : "some";
}

/** From `start` on `size` places, of which those from `first` to before `end` are in the image. */
function widened(from: number, to: number, margin: number, size: number) {
  // Farther than one place beyond the image there is nothing else, and one pixel remains where there is no mask.
  const start = Math.max(from - margin, -Math.sign(margin));
  const stop = Math.min(Math.max(to, from + 1) + margin, size + Math.sign(margin));
  return { start, size: stop - start, first: Math.max(start, 0), end: Math.min(stop, size) };
}

/** From the first place that is covered to the one after the last; [0, 0] without any. */
function covered(size: number, isCovered: (at: number) => boolean): [number, number] {
  let first = 0;
  while (first < size && !isCovered(first)) first++;
  if (first === size) return [0, 0];
  let end = size;
  while (!isCovered(end - 1)) end--;
  return [first, end];
}

function has(pixels: Uint8Array, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (pixels[i]) return true;
  return false;
}

function hasRow(pixels: Uint8Array, y: number, z0: number, z1: number, height: number, width: number) {
  for (let z = z0; z < z1; z++) {
    const row = (z * height + y) * width;
    if (has(pixels, row, row + width)) return true;
  }
  return false;
}

/** Like `covered` along the last axis, which is read row by row: memory in order. */
function coveredColumns(
  pixels: Uint8Array,
  z0: number,
  z1: number,
  y0: number,
  y1: number,
  height: number,
  width: number,
): [number, number] {
  let first = width;
  let end = 0;
  for (let z = z0; z < z1; z++) {
    for (let y = y0; y < y1; y++) {
      const row = (z * height + y) * width;
      for (let x = 0; x < first; x++) if (pixels[row + x]) first = x;
      for (let x = width - 1; x >= end; x--) if (pixels[row + x]) end = x + 1;
    }
  }
  return end === 0 ? [0, 0] : [first, end];
}
