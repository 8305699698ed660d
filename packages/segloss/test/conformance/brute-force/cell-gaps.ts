import { bruteComponents, coordinates } from "../../fields/brute-force.ts";

export interface Gap {
  /** Distance to the nearest cell. */
  readonly d1: number;
  /** Distances to the nearest and the second nearest cell together. */
  readonly sum: number;
}

/** U-Net's distances by trying all pairs of pixels. `classes` is -1 where a pixel does not count. */
export function cellGaps(
  cells: "components" | "classes" | "instances",
  classes: readonly number[],
  instances: readonly number[],
  shape: readonly number[],
): Gap[] {
  const labels = {
    components: () => components(classes, shape),
    classes: () => classes.map((k) => k + 1),
    instances: () => [...instances],
  }[cells]();
  const names = [...new Set(labels)].filter((label) => label !== 0);
  return labels.map((_, i) => {
    const distances = names.map((name) => distanceTo(name, i, labels, shape)).sort((a, b) => a - b);
    const [d1 = Infinity, d2 = Infinity] = distances;
    return { d1, sum: d1 + d2 };
  });
}

/** Foreground pixels of one class that touch by a side are one cell. */
function components(classes: readonly number[], shape: readonly number[]): number[] {
  const values = Int32Array.from(classes, (k) => Math.max(k, 0));
  const spacing = shape.map(() => 1);
  const wrap = shape.map(() => false);
  return bruteComponents({ shape, spacing, values }, { connectivity: "face", wrap }).labels;
}

function distanceTo(name: number, from: number, labels: readonly number[], shape: readonly number[]): number {
  const here = coordinates(from, shape);
  const squares = labels.flatMap((label, i) => {
    if (label !== name) return [];
    return [coordinates(i, shape).reduce((sum, x, axis) => sum + (x - here[axis]) ** 2, 0)];
  });
  return Math.sqrt(Math.min(...squares));
}
