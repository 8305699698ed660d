import { type Geometry, spacingOf, type Triple, toIndex, toWorld } from "./geometry.ts";
import type { Reordering } from "./reorder.ts";

/** A grid of samples in the world. */
export interface Grid {
  readonly geometry: Geometry;
  /** Samples along width, height, depth. */
  readonly size: Triple;
}

/** How one grid lies in another. */
export interface Alignment {
  /** The order of axes and directions that comes nearest. */
  readonly order: Reordering;
  /** How far the sample that fits worst then still is from its place. */
  readonly displacement: { readonly voxels: number; readonly mm: number };
}

/**
 * Looks for the order of axes and directions in which `grid` lies in `reference`. What rotation, shift or zoom remains is
 * measured at the corners, where it is largest: both maps are affine.
 *
 * @returns undefined where the axes of the two do not pair: two of one lie along the same of the other
 */
export function align(grid: Grid, reference: Grid): Alignment | undefined {
  const order = nearestOrder(grid, reference);
  if (!order) return undefined;
  const displacements = corners(grid.size).map((corner) => {
    const place = toWorld(grid.geometry, corner);
    const meant = reordered(corner, grid.size, order);
    const there = toIndex(reference.geometry, place);
    return { voxels: distance(there, meant), mm: distance(place, toWorld(reference.geometry, meant)) };
  });
  return {
    order,
    displacement: {
      voxels: Math.max(...displacements.map(({ voxels }) => voxels)),
      mm: Math.max(...displacements.map(({ mm }) => mm)),
    },
  };
}

function nearestOrder(grid: Grid, reference: Grid): Reordering | undefined {
  // Steps along the axes of the grid, in millimetres along the axes of the reference: voxels may be long and thin.
  const origin = toIndex(reference.geometry, toWorld(grid.geometry, [0, 0, 0]));
  const spacing = spacingOf(reference.geometry);
  const steps = [0, 1, 2].map((axis) => {
    const unit: Triple = [Number(axis === 0), Number(axis === 1), Number(axis === 2)];
    const there = toIndex(reference.geometry, toWorld(grid.geometry, unit));
    return there.map((value, k) => (value - origin[k]) * spacing[k]);
  });
  const leads = (step: readonly number[], k: number) =>
    step.every((value) => Math.abs(value) <= Math.abs(step[k]));
  const axes = [0, 1, 2].map((k) => steps.findIndex((step) => leads(step, k)));
  if (new Set(axes).size < 3 || axes.includes(-1)) return undefined;
  return {
    axes: axes as unknown as Triple,
    flipped: axes.map((axis, k) => steps[axis][k] < 0) as unknown as Reordering["flipped"],
  };
}

/** The index that a sample of the grid has in its new order. */
function reordered(index: Triple, size: Triple, { axes, flipped }: Reordering): Triple {
  const at = (k: number) => (flipped[k] ? size[axes[k]] - 1 - index[axes[k]] : index[axes[k]]);
  return [at(0), at(1), at(2)];
}

function corners(size: Triple): Triple[] {
  return Array.from({ length: 8 }, (_, corner): Triple => {
    const end = (axis: number) => ((corner >> axis) & 1) * (size[axis] - 1);
    return [end(0), end(1), end(2)];
  });
}

function distance(a: Triple, b: Triple): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
