import type { Triple } from "../geometry/geometry.ts";
import { notSupported } from "../reader-error.ts";

/** Frames of a segmentation on a regular stack of slices. */
export interface Stack {
  /** For each frame the number of its slice. */
  readonly slices: readonly number[];
  readonly depth: number;
  /** Distance of neighbouring slices in mm. */
  readonly spacing: number;
  /** Place of the first pixel of the first slice, LPS, in mm. */
  readonly origin: Triple;
}

/** Share of the distance of slices by which a frame may lie off its place. */
const OFF = 0.01;

/**
 * Sorts frames by their place along the normal of the slices. Slices without a frame are allowed: there the segment is not.
 *
 * @param positions place of the first pixel of each frame, LPS, in mm
 * @param normal unit vector across the slices
 * @param stated distance of slices that the file states, where it does
 * @throws Error when the places are not evenly spaced
 */
export function stackFrames(positions: readonly Triple[], normal: Triple, stated: number | undefined): Stack {
  const along = positions.map(([x, y, z]) => x * normal[0] + y * normal[1] + z * normal[2]);
  const first = along.indexOf(Math.min(...along));
  const steps = along.map((value) => value - along[first]);
  const spacing = spacingOf(steps, stated);
  const slices = steps.map((step) => Math.round(step / spacing));
  const off = slices.find((slice, k) => Math.abs(slice * spacing - steps[k]) > OFF * spacing);
  if (off !== undefined)
    throw notSupported(
      `its slices are not evenly spaced: expected multiples of ${spacing} mm; export it as NIfTI or NRRD`,
    );
  return { slices, depth: Math.max(...slices) + 1, spacing, origin: positions[first] };
}

/** The smallest distance of two slices, which a stated one has to divide. */
function spacingOf(steps: readonly number[], stated: number | undefined): number {
  const sorted = [...steps].sort((a, b) => a - b);
  const tiny = 1e-4 * Math.max(1, sorted.at(-1)!);
  const gaps = sorted
    .slice(1)
    .map((step, k) => step - sorted[k])
    .filter((gap) => gap > tiny);
  if (gaps.length === 0) return stated ?? 1;
  const smallest = Math.min(...gaps);
  if (stated === undefined || stated <= 0) return smallest;
  const times = smallest / stated;
  return Math.abs(times - Math.round(times)) <= OFF && Math.round(times) >= 1 ? stated : smallest;
}
