import { NO_STEPS, STRIP } from "./column-steps.ts";
import type { JobInteger, JobReal } from "./job.ts";

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
  /** Squared pixel sizes along slices, lines and width. */
  readonly scales: readonly [number, number, number];
}

export function fieldLayout(
  images: number,
  shape: readonly number[],
  spacing?: readonly number[],
): FieldLayout {
  const axes = shape
    .map((size, k) => ({ size, scale: (spacing?.[k] ?? 1) ** 2 }))
    .filter(({ size }) => size > 1);
  const flat = { size: 1, scale: 1 };
  const [slices, lines, last] = [
    axes.length > 1 ? axes[0] : flat,
    axes.length > 2 ? axes[1] : flat,
    axes[axes.length - 1] ?? flat,
  ];
  return {
    images,
    slices: slices.size,
    lines: lines.size,
    width: last.size,
    pitch: Math.ceil(last.size / 8) * 8,
    scales: [slices.scale, lines.scale, last.scale],
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

export function layoutWords(layout: FieldLayout): {
  integers: Partial<Record<JobInteger, number>>;
  reals: Partial<Record<JobReal, number>>;
} {
  const { slices, lines, width, pitch, scales } = layout;
  const columns = lines * pitch;
  return {
    integers: {
      slices,
      lines,
      width,
      pitch,
      columns,
      strips: stripsOf(layout),
      deep: lines > 1 ? 1 : 0,
      whole: scales.every((scale) => scale === 1) ? 1 : 0,
      longest: longestLine(layout),
    },
    reals: { firstScale: scales[0], middleScale: scales[1], lastScale: scales[2] },
  };
}

export function stripsOf({ lines, pitch }: FieldLayout): number {
  return Math.ceil((lines * pitch) / STRIP);
}
