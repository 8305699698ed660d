/** Sizes of a volume. */
export interface Volume {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

/** A slice of a volume: its sizes, and where its pixels stand in the volume. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  indexOf(column: number, row: number): number;
}

/** Across which axis a slice is cut: depth, height or width. */
export type Axis = 0 | 1 | 2;

/** The slice at a place of an axis. */
export function planeOf({ width, height, depth }: Volume, axis: Axis, at: number): Plane {
  if (axis === 0) return { width, height, indexOf: (x, y) => (at * height + y) * width + x };
  if (axis === 1) return { width, height: depth, indexOf: (x, z) => (z * height + at) * width + x };
  return { width: height, height: depth, indexOf: (y, z) => (z * height + y) * width + at };
}
