import { labelBits } from "./column-cells.ts";
import { NO_STEPS } from "./column-steps.ts";
import { STRIP } from "./column-strips.ts";
import type { JobNumbers } from "./job.ts";

/**
 * How images lie in memory: [images, slices, lines, pitch]. Axes of size 1 are left out, the last axis is `width`, the
 * first one `slices`, the one between them `lines`. Lines are padded to whole vectors.
 */
export interface FieldLayout {
  readonly images: number;
  readonly slices: number;
  readonly lines: number;
  readonly width: number;
  readonly pitch: number;
  /** What distances are measured in: the size of pixels that are as large along every axis, else 1. */
  readonly unit: number;
  /** Squared pixel sizes along slices, lines and width in that unit. */
  readonly scales: readonly [number, number, number];
}

export function fieldLayout(
  images: number,
  shape: readonly number[],
  spacing?: readonly number[],
): FieldLayout {
  const axes = shape.map((size, k) => ({ size, step: spacing?.[k] ?? 1 })).filter(({ size }) => size > 1);
  const [last = { size: 1, step: 1 }] = axes.slice(-1);
  const isSquare = axes.every(({ step }) => step === last.step);
  const unit = isSquare ? last.step : 1;
  const flat = { size: 1, step: unit };
  const [slices, lines] = [axes.length > 1 ? axes[0] : flat, axes.length > 2 ? axes[1] : flat];
  const scaleOf = ({ step }: { step: number }): number => (step / unit) ** 2;
  return {
    ...{ images, slices: slices.size, lines: lines.size, width: last.size, unit },
    pitch: Math.ceil(last.size / 8) * 8,
    scales: [scaleOf(slices), scaleOf(lines), scaleOf(last)],
  };
}

/** Pixels of all images, padding included. */
export function paddedPixels({ images, slices, lines, pitch }: FieldLayout): number {
  return images * slices * lines * pitch;
}

export function pixelsOf({ images, slices, lines, width }: FieldLayout): number {
  return images * slices * lines * width;
}

export function longestLine({ lines, pitch }: FieldLayout): number {
  return Math.max(pitch, Math.ceil(lines / 8) * 8);
}

/** Whether steps along the first axis fit 16 bits, and all planes of the most demanding field a 32-bit memory. */
export function fitsKernels(layout: FieldLayout): boolean {
  return layout.slices < NO_STEPS && 32 * paddedPixels(layout) < 2 ** 32;
}

export function layoutNumbers(layout: FieldLayout): JobNumbers {
  const { slices, lines, width, pitch, unit, scales } = layout;
  const [firstScale, middleScale, lastScale] = scales;
  return {
    ...{ slices, lines, width, pitch, columns: lines * pitch, strips: stripsOf(layout) },
    ...{ unit, firstScale, middleScale, lastScale, longest: longestLine(layout) },
    labelBits: labelBits(slices),
    deep: Number(lines > 1),
    whole: Number(scales.every((scale) => scale === 1)),
  };
}

export function stripsOf({ lines, pitch }: FieldLayout): number {
  return Math.ceil((lines * pitch) / STRIP);
}
