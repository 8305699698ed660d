import { shown } from "../../door/shown.ts";
import { checkSpacing } from "../../fields/grid.ts";
import type { Distance } from "./distance-kinds.ts";

/** From one end of an image to the other, by the distance along each axis. */
const ACROSS: Readonly<Record<Distance, (lengths: readonly number[]) => number>> = {
  euclidean: (lengths) => Math.hypot(...lengths),
  chessboard: (lengths) => Math.max(...lengths),
  taxicab: (lengths) => lengths.reduce((a, b) => a + b, 0),
};

/**
 * The distance that stands for an object that is not there: a number of one's own, or the image's diagonal, which is more
 * than any two pixels are apart.
 *
 * @throws RangeError for a penalty that is no distance, and spacing that does not fit the shape
 */
export function penaltyOf(
  penalty: "diagonal" | number,
  shape: readonly number[],
  spacing: readonly number[],
  distance: Distance = "euclidean",
): number {
  checkSpacing(spacing, shape.length);
  if (penalty === "diagonal") return ACROSS[distance](shape.map((size, axis) => size * spacing[axis]));
  if (penalty >= 0) return penalty;
  throw new RangeError(
    `penalty must be "diagonal", Infinity or a distance, 0 or more, got ${shown(penalty)}`,
  );
}
