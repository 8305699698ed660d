/** Share of a limit within which a value counts as equal to it: far above rounding, far below a pixel. */
const SLACK = 1e-6;

/**
 * Whether a measured value reaches a limit, where equal counts as reached although one of them was rounded: 7 of 100
 * pixels reach the share 0.07, a step of 1.100000023841858 (1.1 in single precision) is no farther than 1.1.
 *
 *     value >= limit - 1e-6 |limit|
 *
 * The others follow: a distance is within a tolerance when `atLeast(tolerance, distance)`; an IoU exceeds a limit when
 * not `atLeast(limit, iou)`. Shares are best passed divided, 7 / 100, not multiplied out.
 */
export function atLeast(value: number, limit: number): boolean {
  return value >= limit || value >= limit - SLACK * Math.abs(limit);
}
